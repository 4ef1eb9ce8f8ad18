// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.SystemCalls;
import org.messageslot.calls.TracedCalls;
import org.messageslot.guest.Guest;
import org.messageslot.lab.kernel.GuestKernel;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.Screen;

/**
 * A driver with a mistake in it, and the calls that a student makes to prove the mistake.
 *
 * <p>The proof is judged by making the same calls twice more, each time in a new guest: one with the suspect in it, and one
 * with the kit's own module. It is a proof if the results differ. Not thread-safe.
 */
final class Suspect implements AutoCloseable {

    /** A proof is a few calls; a random search is none. */
    private static final int MOST_CALLS = 40;

    private static final int SLOTS = 4;

    private final int number;
    private final Guest guest;
    private final SystemCalls process;
    private final List<Call> calls = new ArrayList<>();

    private Suspect(int number, Guest guest, TracedCalls.CallListener listener) throws ErrnoException {
        this.number = number;
        this.guest = guest;
        this.process = new TracedCalls(guest.newProcess("student"), (call, result) -> {
            calls.add(call);
            listener.heard(call, result);
        });
    }

    /**
     * Loads a suspect in a guest of its own.
     *
     * @param number its number, from 1
     * @param listener hears of the student's calls
     */
    static Suspect start(int number, TracedCalls.CallListener listener) throws IOException {
        return new Suspect(number, wrong(number), listener);
    }

    /** {@return the student's process} */
    SystemCalls process() {
        return process;
    }

    private static Guest wrong(int number) throws IOException {
        return guest("labs/challenges", "suspect_" + number);
    }

    private static Guest guest(String folder, String module) throws IOException {
        Path sources = Kit.home().resolve(folder);
        Guest guest = GuestKernel.startWith(sources, module, "", Screen.standard());
        for (int minor = 0; minor < SLOTS; minor++) {
            makeNode(guest, "/dev/slot" + minor, minor);
        }
        return guest;
    }

    /** The kit's own module makes its nodes by itself. */
    private static void makeNode(Guest guest, String path, int minor) throws ErrnoException {
        try {
            guest.makeNode(path, 0666, SlotCommands.MAJOR, minor);
        } catch (ErrnoException e) {
            if (!e.errno().equals(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    /**
     * Judges the calls that were made so far.
     *
     * @return the first call whose results differ, and both results; or why there is no proof, beginning with {@code no proof}
     */
    String proof() throws IOException {
        if (calls.isEmpty()) {
            return "no proof: no call was made to suspect " + number + " yet.";
        }
        if (calls.size() > MOST_CALLS) {
            return "no proof: these are " + calls.size() + " calls, and " + MOST_CALLS
                    + " are more than enough; begin again with suspect(" + number + ").";
        }
        List<Result> suspect = replay(wrong(number));
        List<Result> right = replay(guest("kernel", "message_slot"));
        for (int i = 0; i < calls.size(); i++) {
            if (!same(suspect.get(i), right.get(i))) {
                return "proved by call " + (i + 1) + ": " + calls.get(i) + " = " + shown(suspect.get(i), right.get(i))
                        + "; a right driver: " + shown(right.get(i), suspect.get(i));
            }
        }
        return "no proof: a right driver answers these " + calls.size() + " calls as suspect " + number + " does.";
    }

    private List<Result> replay(Guest fresh) throws IOException {
        try (fresh) {
            SystemCalls again = fresh.newProcess("replay");
            List<Result> results = new ArrayList<>();
            for (Call call : calls) {
                results.add(again.run(call.copy())); // a buffer that was read into holds what was read
            }
            return results;
        }
    }

    /** Compares two results. How much of a bad buffer is filled before the fault is left to each driver. */
    private static boolean same(Result one, Result other) {
        return one.value() == other.value()
                && one.errno() == other.errno()
                && (one.errno() == Errno.EFAULT.number() || Arrays.equals(one.bytes(), other.bytes()));
    }

    /** The bytes are told where the numbers alone do not show the difference. */
    private static String shown(Result result, Result other) {
        boolean differs = result.value() != other.value() || result.errno() != other.errno();
        return differs ? result.toString() : result + ", and the buffer holds " + Buffer.quoted(result.bytes());
    }

    @Override
    public void close() throws IOException {
        guest.close();
    }
}
