// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.messageslot.Errno;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;
import org.messageslot.calls.SystemCalls;

/** A process of the model: a table of descriptors. */
final class ModelProcess implements SystemCalls {

    private static final int FIRST_DESCRIPTOR = 3;
    private static final int MOST_DESCRIPTORS = 1024;

    private final ModelKernel kernel;
    private final Map<Integer, FileDescription> descriptors = new TreeMap<>();
    private final Map<Integer, FileDescription.Channel> mappings = new TreeMap<>();

    ModelProcess(ModelKernel kernel) {
        this.kernel = kernel;
        kernel.processes().add(this);
    }

    boolean holdsFiles() {
        return !mappings.isEmpty() || descriptors.values().stream().anyMatch(file -> file.device.isDriven());
    }

    ModelKernel kernel() {
        return kernel;
    }

    /** {@return the open files by their descriptors} */
    Map<Integer, FileDescription> descriptors() {
        return descriptors;
    }

    /** {@return the channels that were mapped, by the mappings' numbers} */
    Map<Integer, FileDescription.Channel> mappings() {
        return mappings;
    }

    Optional<FileDescription> file(int fd) {
        return Optional.ofNullable(descriptors.get(fd));
    }

    /** {@return what it is a process of} */
    @Override
    public String toString() {
        return "a process of the model, with " + descriptors.size() + " open descriptors";
    }

    @Override
    public Result run(Call call) {
        synchronized (kernel) {
            return SystemCallTable.answer(this, call).with(call);
        }
    }

    /** Does something with an open file; fails if there is no such descriptor. */
    Result onFile(int fd, Function<FileDescription, Result> done) {
        FileDescription file = descriptors.get(fd);
        return file == null ? Result.failure(Errno.EBADF) : done.apply(file);
    }

    /** {@return whether no descriptor is free} */
    boolean isFull() {
        return lowestFree(descriptors, FIRST_DESCRIPTOR) >= MOST_DESCRIPTORS;
    }

    /** Makes a descriptor of an open file, the lowest that is free; fails if none is. */
    Result newDescriptor(FileDescription file) {
        if (isFull()) {
            return Result.failure(Errno.EMFILE);
        }
        int fd = lowestFree(descriptors, FIRST_DESCRIPTOR);
        descriptors.put(fd, file);
        return Result.of(fd);
    }

    static int lowestFree(Map<Integer, ?> taken, int first) {
        int number = first;
        while (taken.containsKey(number)) {
            number++;
        }
        return number;
    }

    @Override
    public SystemCalls fork() {
        synchronized (kernel) {
            ModelProcess child = new ModelProcess(kernel);
            child.descriptors.putAll(descriptors);
            child.mappings.putAll(mappings);
            return child;
        }
    }

    @Override
    public void close() {
        synchronized (kernel) {
            descriptors.values().forEach(file -> file.device.flush(file));
            descriptors.clear();
            mappings.clear();
            kernel.processes().remove(this);
        }
    }
}
