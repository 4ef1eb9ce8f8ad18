// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.SlotCommands;

/**
 * Makes scripts of random steps: open files, channels, messages and processes in every mixture, and now and then a bad
 * buffer, a wrong length, an unknown command or a descriptor that is not open.
 *
 * <p>The same seed makes the same script. Not thread-safe.
 */
public final class RandomScript {

    /** How many processes a script has at most. */
    public static final int PROCESSES = 4;

    private static final List<String> FILES = List.of("/dev/slot0", "/dev/slot1", "/dev/slot2");
    private static final long[] CHANNELS = {
        1, 2, 3, 0xFF, 0x100, 0x101, 0xF_FFFF, 0x10_0000, 0x10_0001, 0x8000_0001L, 0xFFFF_FFFFL
    };
    private static final int[] LENGTHS = {1, 2, 3, 7, 8, 9, 31, 32, 33, 64, 100, 127, 128};
    private static final int[] WRONG_LENGTHS = {0, 129, 4096};
    private static final int FIRST_DESCRIPTOR = 3;
    private static final int DESCRIPTORS = 6;
    private static final int MOST_DESCRIPTORS = 40;
    private static final int STEPS_IN_A_ROW = 16;

    private final SplittableRandom random;
    private int process;

    /**
     * Start from a seed.
     *
     * @param seed any number
     */
    public RandomScript(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Make the next steps.
     *
     * @param length how many
     * @return the steps; descriptors in them are guesses, so that some are not open
     */
    public List<Step> next(int length) {
        List<Step> steps = new ArrayList<>(length);
        while (steps.size() < length) {
            steps.add(step());
        }
        return steps;
    }

    private Step step() {
        if (random.nextInt(STEPS_IN_A_ROW) == 0) {
            process = random.nextInt(PROCESSES);
        }
        if (random.nextInt(200) == 0) {
            return new Step.Fork(process, (process + 1 + random.nextInt(PROCESSES - 1)) % PROCESSES);
        }
        return new Step.Make(process, call());
    }

    private Call call() {
        int kind = random.nextInt(100);
        if (kind < 8) {
            return new Call.Open(
                    pick(FILES), kind == 0 ? OpenFlags.O_RDONLY : kind == 1 ? OpenFlags.O_WRONLY : OpenFlags.O_RDWR);
        }
        if (kind < 20) {
            return new Call.Close(descriptorToClose());
        }
        if (kind < 22) {
            return new Call.Dup(descriptor());
        }
        if (kind < 44) {
            return new Call.Ioctl(descriptor(), SlotCommands.CHANNEL, channel());
        }
        if (kind < 46) {
            return new Call.Ioctl(descriptor(), unknownCommand(), channel());
        }
        return kind < 72 ? new Call.Write(descriptor(), forWriting()) : new Call.Read(descriptor(), forReading());
    }

    private int descriptor() {
        return FIRST_DESCRIPTOR + random.nextInt(DESCRIPTORS);
    }

    /** Looks further up now and then, so that the descriptors that no call uses do not become ever more. */
    private int descriptorToClose() {
        return FIRST_DESCRIPTOR + random.nextInt(random.nextInt(3) == 0 ? MOST_DESCRIPTORS : DESCRIPTORS);
    }

    private long channel() {
        return random.nextInt(30) == 0 ? 0 : CHANNELS[random.nextInt(CHANNELS.length)];
    }

    /** A command of the slot's own type byte, which neither the slot nor the VFS knows. */
    private long unknownCommand() {
        return SlotCommands.iow(SlotCommands.MAJOR, 2 + random.nextInt(250), Integer.BYTES);
    }

    private Buffer forWriting() {
        byte[] message = new byte[length()];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) random.nextInt(256);
        }
        return random.nextInt(12) == 0 ? bad(message) : Buffer.of(message);
    }

    private Buffer forReading() {
        int length = random.nextInt(2) == 0 ? 128 : length();
        return random.nextInt(12) == 0 ? bad(Buffer.room(length).bytes()) : Buffer.room(length);
    }

    private Buffer bad(byte[] bytes) {
        return switch (random.nextInt(5)) {
            case 0 -> Buffer.nullPointer(bytes.length);
            case 1 -> Buffer.unmapped(bytes.length);
            case 2 -> Buffer.readOnly(bytes);
            case 3 -> Buffer.kernelHalf(bytes.length);
            default -> Buffer.crossing(bytes, bytes.length + 1 + random.nextInt(128));
        };
    }

    private int length() {
        return random.nextInt(16) == 0
                ? WRONG_LENGTHS[random.nextInt(WRONG_LENGTHS.length)]
                : LENGTHS[random.nextInt(LENGTHS.length)];
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
