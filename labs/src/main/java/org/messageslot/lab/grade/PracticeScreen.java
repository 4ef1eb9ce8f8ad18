// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.engine.Practice;
import org.messageslot.grading.report.CheckReport;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Part.PartState;
import org.messageslot.lab.terminal.Screen;

/** Prints verdicts as they come: the first failure in full, the others in a line each. Thread-safe. */
public final class PracticeScreen implements Practice.PracticeListener {

    /** No failures of the module's. What was not the module's fault the whole run tells, unless it is broken off. */
    private static final Set<Status> LEFT = Set.of(Status.NOT_RUN, Status.NOT_JUDGED, Status.UNGRADABLE);

    private final Screen screen;
    private final String repeating;
    private final boolean showsLogs;
    private final long start = System.nanoTime();
    private final Set<String> seen = new HashSet<>();
    private final List<String> failed = new ArrayList<>();
    private int passed;
    private int left;

    /**
     * Prints one run.
     *
     * @param screen where
     * @param submission the submission as it was named
     * @param showsLogs whether what the kernel logged is shown of checks that pass, too
     */
    public PracticeScreen(Screen screen, String submission, boolean showsLogs) {
        this.screen = screen;
        this.repeating = "lab repro " + ReproFolder.shell(submission) + " ";
        this.showsLogs = showsLogs;
    }

    @Override
    public synchronized void compiled(Part module, List<String> remarks) {
        if (module.state() == PartState.FAILED) {
            screen.print("@|red message_slot.c does not build:|@");
        } else if (module.isBuilt() && module.warnings() > 0) {
            screen.print("@|yellow message_slot.c compiles, with a warning:|@");
        } else {
            return;
        }
        CheckReport.compiler(module.words(), module.isBuilt() ? List.of() : remarks)
                .forEach(line -> screen.write(line + "\n"));
    }

    @Override
    public synchronized void ended(CheckDescription check, Outcome outcome) {
        if (!seen.add(check.id())) {
            return;
        }
        if (outcome.status() == Status.PASSED) {
            passed++;
            screen.print("  @|green ok|@      " + check.id());
            showLog(outcome);
        } else if (LEFT.contains(outcome.status())) {
            left++;
        } else {
            fail(check, outcome);
        }
    }

    private void fail(CheckDescription check, Outcome outcome) {
        failed.add(check.id());
        screen.print("  @|red FAILED|@  " + check.id());
        if (failed.size() == 1) {
            CheckReport.of(check, outcome, repeating + check.id(), SlotAssignment.SLOT.wording())
                    .forEach(line -> screen.write(line + "\n"));
        } else {
            screen.write("          " + CheckReport.sentence(outcome) + "\n");
            showLog(outcome);
        }
    }

    private void showLog(Outcome outcome) {
        if (showsLogs) {
            CheckReport.log(outcome).forEach(line -> screen.write(line + "\n"));
        }
    }

    /** Prints how many checks passed, and how long it took. */
    public synchronized void conclude() {
        int all = passed + left + failed.size();
        double seconds = (System.nanoTime() - start) / 1e9;
        String rest = left == 0 ? "" : ", " + left + " could not be judged before those pass";
        screen.print(String.format(
                Locale.ROOT,
                "%s %d of %d checks passed%s%s. (%.1f s)",
                failed.isEmpty() && left == 0 ? "@|green All right:|@" : "@|bold So far:|@",
                passed,
                all,
                failed.isEmpty() ? "" : ", " + failed.size() + " failed",
                rest,
                seconds));
    }

    /** {@return the check that failed first; empty if none did} */
    public synchronized Optional<String> firstFailed() {
        return failed.stream().findFirst();
    }

    /** {@return whether every check passed} */
    synchronized boolean allPassed() {
        return failed.isEmpty() && left == 0;
    }
}
