// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import static org.messageslot.calls.MapProtection.PROT_READ;
import static org.messageslot.calls.MapProtection.PROT_WRITE;
import static org.messageslot.calls.PollEvents.POLLIN;
import static org.messageslot.calls.PollEvents.POLLOUT;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Close;
import org.messageslot.calls.Dup;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Mmap;
import org.messageslot.calls.Munmap;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Peek;
import org.messageslot.calls.Poll;
import org.messageslot.calls.Read;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.Write;

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

    private static final int MAPPINGS = 4;
    private static final int PAGE = 4096;

    private final SplittableRandom random;
    private final Ability kind;
    private int process;

    /** What the module can do. */
    private enum Ability {
        USUAL,
        CENSORSHIP,
        OPTIONAL_STEPS
    }

    /**
     * Starts from a seed.
     *
     * @param seed any number
     */
    public RandomScript(long seed) {
        this(seed, Ability.USUAL);
    }

    private RandomScript(long seed, Ability kind) {
        this.random = new SplittableRandom(seed);
        this.kind = kind;
    }

    /**
     * Starts from a seed, for a module that censors (the editions from 2025 on).
     *
     * @param seed any number
     * @return scripts that turn censorship on and off, too
     */
    public static RandomScript withCensorship(long seed) {
        return new RandomScript(seed, Ability.CENSORSHIP);
    }

    /**
     * Starts from a seed, for a module with the optional steps: with polls and mappings, and with files that never wait.
     *
     * @param seed any number
     * @return scripts of other steps than without
     */
    public static RandomScript withOptionalSteps(long seed) {
        return new RandomScript(seed, Ability.OPTIONAL_STEPS);
    }

    /**
     * Makes the next steps.
     *
     * @param length how many
     * @return the steps; descriptors in them are guesses, so that some are not open
     */
    public List<ScriptStep> next(int length) {
        List<ScriptStep> steps = new ArrayList<>(length);
        while (steps.size() < length) {
            steps.add(step());
        }
        return steps;
    }

    private ScriptStep step() {
        if (random.nextInt(STEPS_IN_A_ROW) == 0) {
            process = random.nextInt(PROCESSES);
        }
        if (random.nextInt(200) == 0) {
            return new ScriptStep.ForkStep(process, (process + 1 + random.nextInt(PROCESSES - 1)) % PROCESSES);
        }
        return new ScriptStep.CallStep(process, call());
    }

    private Call call() {
        if (kind == Ability.OPTIONAL_STEPS && random.nextInt(4) == 0) {
            return optionalCall();
        }
        if (kind == Ability.CENSORSHIP && random.nextInt(16) == 0) {
            return new Ioctl(descriptor(), SlotCommands.SET_CENSORSHIP, random.nextInt(2));
        }
        int chance = random.nextInt(100);
        if (chance < 8) {
            int mode = chance == 0 ? OpenFlags.O_RDONLY : chance == 1 ? OpenFlags.O_WRONLY : OpenFlags.O_RDWR;
            return new Open(pick(FILES), kind == Ability.OPTIONAL_STEPS ? mode | OpenFlags.O_NONBLOCK : mode);
        }
        if (chance < 20) {
            return new Close(descriptorToClose());
        }
        if (chance < 22) {
            return new Dup(descriptor());
        }
        if (chance < 44) {
            return new Ioctl(descriptor(), SlotCommands.CHANNEL, channel());
        }
        if (chance < 46) {
            return new Ioctl(descriptor(), unknownCommand(), channel());
        }
        return chance < 72 ? new Write(descriptor(), forWriting()) : new Read(descriptor(), forReading());
    }

    private Call optionalCall() {
        int mapping = random.nextInt(MAPPINGS);
        return switch (random.nextInt(5)) {
            case 0, 1 -> new Poll(descriptor(), random.nextInt(2) * POLLIN | random.nextInt(2) * POLLOUT, 0);
            case 2 -> {
                int protection = random.nextInt(8) == 0 ? PROT_READ | PROT_WRITE : PROT_READ;
                int pages = random.nextInt(8) == 0 ? 2 : 1;
                yield new Mmap(descriptor(), pages * PAGE, protection, random.nextInt(8) == 0 ? PAGE : 0);
            }
            case 3 -> new Peek(mapping, Buffer.room(1 + random.nextInt(PAGE)));
            default -> new Munmap(mapping);
        };
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
