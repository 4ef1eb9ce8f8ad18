// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.report.GradeAsTests;
import org.messageslot.grading.trial.CheckRunner;
import org.messageslot.grading.trial.RunParameters;

/** Judges a check of the message slot that is begun by itself: the arrow beside it in an IDE. Thread-safe. */
public final class SlotCheckRunner implements CheckRunner {

    private @Nullable SubmissionUnderTest submission;

    @Override
    public boolean knows(Class<?> checks) {
        return SlotAssignment.SLOT.checks().contains(checks);
    }

    @Override
    public Optional<String> obstacle(RunParameters parameters) {
        return SubmissionUnderTest.obstacle(parameters);
    }

    @Override
    public synchronized void judge(String id, RunParameters parameters)
            throws UngradableException, InterruptedException, IOException {
        SubmissionUnderTest ready = submission;
        if (ready == null) {
            ready = SubmissionUnderTest.of(parameters);
            submission = ready;
        }
        new GradeAsTests(ready.grade(id), SlotAssignment.SLOT.wording(), ready.repeating()).demandOnlyCheck();
    }
}
