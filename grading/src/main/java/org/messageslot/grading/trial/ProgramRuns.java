// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.messageslot.ErrnoException;
import org.messageslot.grading.replay.Act;
import org.messageslot.grading.replay.Journal;
import org.messageslot.grading.replay.Replay;
import org.messageslot.grading.submission.Role;
import org.messageslot.guest.GuestProgram;
import org.messageslot.guest.ProgramResult;

/** Runs programs in the guest of a trial: the submission's, and those that a check brings. Not thread-safe. */
final class ProgramRuns {

    /** What the agent answers if the process is no more that was to wait for a program: ESRCH, ECHILD. */
    private static final Set<Integer> PROCESS_KILLED = Set.of(3, 10);

    private final Trial trial;
    private final Set<Role> there = new TreeSet<>();

    ProgramRuns(Trial trial) {
        this.trial = trial;
    }

    /** Runs one of the submission's programs to its end; the first time, it is put into the guest. */
    ProgramResult ofRole(Role role, int user, List<String> arguments, String shown) {
        Program program = trial.candidate().program(role).orElseThrow();
        if (there.add(role) && !trial.hasPrograms()) {
            try {
                program.put(trial.guest());
            } catch (ErrnoException e) {
                throw new IllegalStateException("The guest has no room for a program: " + e.getMessage(), e);
            }
        }
        return of(program.shown() + shown, program.call(arguments).as(user, user));
    }

    /** Runs a program in the guest to its end; the line is noted in the list of calls. */
    ProgramResult of(String line, GuestProgram program) {
        Journal.JournalEntry entry = trial.journal().begin(actOf(program), "$ " + line);
        try {
            ProgramResult result = trial.guest().run(program);
            entry.ended(
                    Replay.ended(result),
                    result.exitCode().isPresent()
                            ? "   # exit code " + result.exitCode().getAsInt()
                            : "   # ended by signal " + result.signal().orElse(0));
            return result;
        } catch (ErrnoException e) {
            if (PROCESS_KILLED.contains(e.errno().number())) {
                throw new Mismatch(
                        "The process that ran the program was killed, which only the program can have done.",
                        "a program that ends by itself",
                        "no exit code");
            }
            throw new IllegalStateException("The guest does not run " + program.path() + ": " + e.getMessage(), e);
        }
    }

    private Act actOf(GuestProgram program) {
        String name = program.path().replaceFirst("^/tmp/", "");
        boolean handedIn = trial.candidate().artifacts().programs().stream()
                .anyMatch(role -> role.baseName().equals(name));
        return handedIn
                ? new Act.RunProgram(name, program.user(), program.arguments())
                : new Act.ScriptRemark(
                        "Here the check runs " + program.path() + ", which a script cannot; check.sh does.");
    }
}
