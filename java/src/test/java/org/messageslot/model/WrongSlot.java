// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Mmap;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;

/** A slot that passes on what it is asked to the right one. Subclasses do one thing in a wrong way. */
abstract class WrongSlot implements Device {

    /** What all slots of one module share that ought not to. */
    static final class Shared {

        FileDescription.@Nullable Channel channel;

        int count;
        final Map<Long, FileDescription.Channel> channels = new HashMap<>();
    }

    private @Nullable Device right;
    int minor;
    Shared shared = new Shared();

    /** {@return a module all of whose slots are wrong in the same way} */
    static ModelKernel kernel(ModelKernel.Ways ways, Function<Integer, WrongSlot> wrong) {
        Shared shared = new Shared();
        Map<Integer, Device> slots = new HashMap<>();
        return new ModelKernel(new SlotDriver(ways) {
            @Override
            Device slot(int minor) {
                return slots.computeIfAbsent(
                        minor, number -> wrong.apply(number).around(number, super.slot(number), shared));
            }
        });
    }

    private WrongSlot around(int number, Device device, Shared module) {
        minor = number;
        right = device;
        shared = module;
        return this;
    }

    private Device right() {
        if (right == null) {
            throw new IllegalStateException("There is no right slot behind this one.");
        }
        return right;
    }

    static boolean selects(long command, long argument) {
        return command == SlotCommands.CHANNEL && (int) argument != 0;
    }

    @Override
    public Result open() {
        return right().open();
    }

    @Override
    public Result ioctl(FileDescription file, long command, long argument) {
        return right().ioctl(file, command, argument);
    }

    @Override
    public Result write(FileDescription file, Buffer buffer) {
        return right().write(file, buffer);
    }

    @Override
    public Result read(FileDescription file, Buffer buffer) {
        return right().read(file, buffer);
    }

    @Override
    public Result poll(FileDescription file) {
        return right().poll(file);
    }

    @Override
    public Result mmap(FileDescription file, Mmap call) {
        return right().mmap(file, call);
    }
}
