// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Close;
import org.messageslot.calls.Dup;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.SystemCalls;
import org.messageslot.calls.Write;
import org.messageslot.model.FileState;
import org.messageslot.model.ModelKernel;

/**
 * Makes a script of one process in which each two kinds of calls follow each other, in each condition of an open file: all that
 * chance would find by and by.
 *
 * <p>The script is walked on the model while it is made: each step takes a call that was not made after the last one yet. The
 * same seed makes the same script. Not thread-safe.
 */
public final class SystematicScript {

    private static final String SLOT = "/dev/slot0";
    private static final int LONGEST = 128;
    private static final int MOST_DUPLICATES = 3;
    private static final long LARGE = 1L << 16;

    /** Of so many steps one is made as chance has it, and of those one begins with a new file. */
    private static final int ASTRAY = 4;

    /** More than it ever takes; the last few pairs of calls are rare. */
    private static final int MOST_STEPS = 20_000;

    private final SplittableRandom random;
    private final boolean censorship;
    private final FileHistory history;
    private final ModelKernel kernel;
    private final SystemCalls process;
    private final List<ScriptStep> steps = new ArrayList<>();
    private final Map<Asked, Set<CallKind>> left = new HashMap<>();
    private final List<Integer> descriptors = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();

    /**
     * Starts from a seed.
     *
     * @param seed any number
     * @param censorEvery which bytes a censored write loses; 0 for an edition without censorship
     */
    public SystematicScript(long seed, int censorEvery) {
        random = new SplittableRandom(seed);
        censorship = censorEvery > 0;
        history = new FileHistory(censorship);
        kernel = new ModelKernel(censorEvery);
        process = kernel.process();
        AskedInARow.all(censorship)
                .forEach(asked -> left.computeIfAbsent(asked.first(), unused -> EnumSet.noneOf(CallKind.class))
                        .add(asked.second()));
    }

    /** {@return the steps of one process; to be asked for once} */
    public List<ScriptStep> steps() {
        reopen();
        while (!left.isEmpty() && steps.size() < MOST_STEPS) {
            List<CallKind> possible = possible();
            List<CallKind> wanted = possible.stream().filter(this::isWanted).toList();
            List<CallKind> leading = possible.stream().filter(this::leadsOn).toList();
            if (!wanted.isEmpty()) {
                make(pick(wanted));
            } else if (!leading.isEmpty() && random.nextInt(ASTRAY) != 0) {
                make(pick(leading));
            } else if (random.nextInt(ASTRAY) == 0) {
                reopen();
            } else {
                make(pick(possible));
            }
        }
        return steps;
    }

    private FileState file() {
        return kernel.file(process, descriptors.get(0)).orElseThrow();
    }

    private List<CallKind> possible() {
        Condition condition = history.condition(file());
        return Arrays.stream(CallKind.values())
                .filter(kind -> kind.isDecided() && kind.isPossible(condition, censorship))
                .filter(kind -> kind != CallKind.CLOSE || descriptors.size() > 1)
                .filter(kind -> kind != CallKind.DUP || descriptors.size() <= MOST_DUPLICATES)
                .toList();
    }

    private boolean isWanted(CallKind kind) {
        return history.last(file()).filter(last -> isLeft(last, kind)).isPresent();
    }

    private boolean isLeft(Asked first, CallKind second) {
        return left.getOrDefault(first, Set.of()).contains(second);
    }

    /** {@return whether something is left to be made after such a call} */
    private boolean leadsOn(CallKind kind) {
        return left.containsKey(new Asked(history.condition(file()), kind));
    }

    private void reopen() {
        while (!descriptors.isEmpty()) {
            run(new Close(descriptors.remove(descriptors.size() - 1)));
        }
        descriptors.add((int) run(new Open(SLOT, OpenFlags.O_RDWR)).value());
    }

    private void make(CallKind kind) {
        int fd = pick(descriptors);
        switch (kind) {
            case SELECT_ZERO -> run(new Ioctl(fd, SlotCommands.CHANNEL, 0));
            case SELECT_SAME -> run(new Ioctl(fd, SlotCommands.CHANNEL, history.selected(file())));
            case SELECT_OTHER -> select(fd, random.nextLong(1, LARGE));
            case SELECT_LARGE -> select(fd, random.nextLong(LARGE, 1L << Integer.SIZE));
            case UNKNOWN_COMMAND -> run(new Ioctl(fd, unknownCommand(), random.nextInt(1, 1000)));
            case CENSOR_ON -> run(new Ioctl(fd, SlotCommands.SET_CENSORSHIP, 1));
            case CENSOR_OFF -> run(new Ioctl(fd, SlotCommands.SET_CENSORSHIP, 0));
            case WRITE -> run(new Write(fd, Buffer.of(bytes(random.nextInt(2, LONGEST + 1)))));
            case WRITE_NOTHING -> run(new Write(fd, Buffer.of(new byte[0])));
            case WRITE_TOO_LONG -> run(new Write(fd, Buffer.of(bytes(LONGEST + random.nextInt(1, LONGEST)))));
            case WRITE_BAD_BUFFER -> run(new Write(fd, badToReadFrom()));
            case READ -> run(new Read(fd, Buffer.room(LONGEST + random.nextInt(2))));
            case READ_SMALL ->
                run(new Read(
                        fd, Buffer.room(random.nextInt(1, file().messageLength().orElseThrow()))));
            case READ_BAD_BUFFER -> run(new Read(fd, badToWriteTo()));
            case DUP -> descriptors.add((int) run(new Dup(fd)).value());
            case CLOSE -> {
                descriptors.remove((Integer) fd);
                run(new Close(fd));
            }
            default -> throw new IllegalStateException("The text leaves it open: " + kind);
        }
    }

    /** Chooses a channel that was used before, or a new one. */
    private void select(int fd, long fresh) {
        List<Long> known = ids.stream()
                .filter(id -> id != history.selected(file()) && id < LARGE == fresh < LARGE)
                .toList();
        long id = known.isEmpty() || random.nextBoolean() ? fresh : pick(known);
        ids.add(id);
        run(new Ioctl(fd, SlotCommands.CHANNEL, id));
    }

    private Result run(Call call) {
        Optional<FileState> before =
                call instanceof Call.OnDescriptor on ? kernel.file(process, on.fd()) : Optional.empty();
        // What the call leaves in its buffer is not to be in the script.
        steps.add(new ScriptStep.CallStep(0, call.copy()));
        Result result = process.run(call);
        before.flatMap(file -> history.note(call, file, result))
                .flatMap(FileHistory.InTurn::inARow)
                .ifPresent(this::done);
        return result;
    }

    private void done(AskedInARow asked) {
        left.computeIfPresent(asked.first(), (first, seconds) -> {
            seconds.remove(asked.second());
            return seconds.isEmpty() ? null : seconds;
        });
    }

    private static long unknown(int number) {
        return SlotCommands.iow(SlotCommands.MAJOR, number, Integer.BYTES);
    }

    private long unknownCommand() {
        return unknown(random.nextInt(2, 250));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private Buffer badToReadFrom() {
        int length = random.nextInt(2, LONGEST + 1);
        return switch (random.nextInt(4)) {
            case 0 -> Buffer.nullPointer(length);
            case 1 -> Buffer.unmapped(length);
            case 2 -> Buffer.kernelHalf(length);
            default -> Buffer.crossing(bytes(length - 1), length);
        };
    }

    private Buffer badToWriteTo() {
        return switch (random.nextInt(4)) {
            case 0 -> Buffer.nullPointer(LONGEST);
            case 1 -> Buffer.unmapped(LONGEST);
            case 2 -> Buffer.kernelHalf(LONGEST);
            default -> Buffer.readOnly(Buffer.room(LONGEST).bytes());
        };
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
