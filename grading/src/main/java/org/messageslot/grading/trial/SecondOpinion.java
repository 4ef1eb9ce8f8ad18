// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import org.messageslot.calls.OpenFlags;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.replay.Journal;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestCalls;
import org.messageslot.guest.GuestFailureException;

/**
 * Asks whose fault it was when a guest failed a check. A guest that fails may be this machine's fault, and costs nobody points;
 * but modules can make it fail on purpose. So the check is tried again in fresh kernels. If it fails each time, and the same kind
 * of guest works each time without the module, then the module did it.
 */
final class SecondOpinion {

    private static final int TIMES = 3;

    private final Exam exam;
    private final Check check;

    SecondOpinion(Exam exam, Check check) {
        this.exam = exam;
        this.check = check;
    }

    /** Runs the check once more, from its beginning. */
    interface Repetition {
        Exam.CheckResult run();
    }

    /** {@return the finding, or that of a later try, or that the module is to blame} */
    Exam.CheckResult on(Exam.CheckResult first, Repetition again) {
        Exam.CheckResult finding = first;
        for (int tries = 1; tries < TIMES && isInDoubt(finding); tries++) {
            finding = again.run();
        }
        if (isInDoubt(finding)) {
            return worksWithout() ? blamed(finding) : finding;
        }
        return mayAskAgain() ? new Confirmation(exam.candidate()::isSeenIn).of(finding, again) : finding;
    }

    private boolean isInDoubt(Exam.CheckResult finding) {
        return finding.body().status() == Status.UNGRADABLE && exam.doubts().contains(check.value()) && mayAskAgain();
    }

    /** A recording is of one try; and whoever ends the grader wants no other. */
    private boolean mayAskAgain() {
        return !exam.isRecorded() && !Thread.currentThread().isInterrupted();
    }

    private Exam.CheckResult blamed(Exam.CheckResult finding) {
        Outcome ours = finding.body();
        return new Exam.CheckResult(
                new Outcome(
                        Status.FAILED,
                        "The guest cannot be worked with while the module is loaded; without it, it can.",
                        "a module that leaves the kernel and other processes alone",
                        ours.message(),
                        ours.calls(),
                        ours.kernelLog(),
                        null,
                        ours.durationMs()),
                finding.unloading());
    }

    private boolean worksWithout() {
        for (int times = 0; times < TIMES; times++) {
            if (!worksOnce()) {
                return false;
            }
        }
        return true;
    }

    private boolean worksOnce() {
        try (Guest guest = exam.stock().fresh(check.guest())) {
            if (check.guest() == GuestKind.LEDGER) {
                Ledger ledger = new Ledger(guest, Journal.brief());
                ledger.watch(exam.candidate().moduleName());
                ledger.balance();
            }
            try (GuestCalls process = guest.newProcess("probe")) {
                process.open("/dev/null", OpenFlags.O_RDWR);
            }
            guest.kernelLog(0);
            return !guest.taint().isDamaged();
        } catch (UngradableException | IOException | GuestFailureException | IllegalStateException e) {
            return false;
        }
    }
}
