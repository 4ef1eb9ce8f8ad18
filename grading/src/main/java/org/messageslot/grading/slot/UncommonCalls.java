// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import org.messageslot.ErrnoException;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.Prerequisite;
import org.messageslot.guest.GuestProgram;
import org.messageslot.guest.GuestTool;
import org.messageslot.guest.ProgramResult;

/**
 * Asks about calls that programs seldom make, by a program of ours in the guest: {@code pread}, {@code writev}, {@code splice},
 * descriptors that are sent through sockets, and the like.
 */
public final class UncommonCalls {

    /** What the program prints when it has asked all, so that a module which ends it early gains nothing. */
    private static final String ALL_ASKED = "all asked";

    /** The program has children and threads. */
    private static final int PROCESSES = 8;

    private static final long MEMORY = 64L << 20;

    private UncommonCalls() {}

    /** The questions that can be asked; {@code uncommon.c} has a function for each. */
    public enum UncommonQuestion {
        /** Whether a file's position matters. */
        POSITION,
        /** Whether flags of open matter. */
        FLAGS,
        /** Whether an open file is one, by however many descriptors of processes and threads it is used. */
        SHARED,
        /** Whether calls that the assignment does not name leave messages and channels alone. */
        OTHERS
    }

    /**
     * Asks, on channels that nobody has written to.
     *
     * @param trial the trial
     * @param question what
     * @throws IOException if the program cannot be compiled
     * @throws ErrnoException if the guest has no room for it
     * @throws Mismatch if something is wrong
     * @throws Hindrance if a plain call fails, which other checks ask about
     */
    public static void ask(SlotTrial trial, UncommonQuestion question) throws IOException, ErrnoException {
        String name = question.name().toLowerCase(Locale.ROOT);
        String path = "/tmp/" + trial.processName(); // by a name of its own a module would know it
        try (InputStream source = UncommonCalls.class.getResourceAsStream("uncommon.c")) {
            byte[] program = GuestTool.compiled(
                    "uncommon", Objects.requireNonNull(source, "uncommon.c").readAllBytes());
            trial.guest().putFile(path, 0755, program);
        }
        String node = trial.node(trial.minor());
        long id = trial.id();
        GuestProgram program = GuestProgram.of(
                        path,
                        name,
                        node,
                        Long.toString(trial.candidate().translated(SlotCommands.CHANNEL)),
                        Long.toString(id))
                .withLimits(PROCESSES, MEMORY);
        judge(trial, trial.run("uncommon " + name + " " + node + " " + id, program));
    }

    private static void judge(SlotTrial trial, ProgramResult result) {
        String[] words = result.outputText().lines().findFirst().orElse("").split("\t", 4);
        if (words.length == 4 && words[3].isEmpty()) {
            throw new Mismatch(words[0], words[1], words[2]);
        }
        if (words.length == 4) {
            trial.uses(new Prerequisite(words[3].toLowerCase(Locale.ROOT).replace('_', '-')));
            throw trial.hindrance(words[0], words[1], words[2]);
        }
        if (!result.outputText().strip().equals(ALL_ASKED)) {
            throw new Mismatch(
                    "A program that makes calls which programs seldom make does not come to its end.",
                    "an answer to each call",
                    result.timedOut() ? "none within 10 seconds" : "the end of the program, in the middle");
        }
    }
}
