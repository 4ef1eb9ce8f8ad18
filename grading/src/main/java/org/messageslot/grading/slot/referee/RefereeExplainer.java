// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.grading.Explanation;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Symptom.SymptomKind;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.assignment.Explainer;
import org.messageslot.grading.assignment.OtherBuilds;

/**
 * Makes the calls of a failed check once more, at the module with the referee in it, and tells what the referee saw. Immutable and
 * thread-safe.
 */
public final class RefereeExplainer implements Explainer {

    /** What is copied while a spinlock is held fails where the kernel must put memory in place first. */
    private static final String UNTOUCHED = "-untouched-buffer";

    private static final String MEMORY_ERRORS = "memory-errors";

    /** The check that is the referee's own: its sentence has the lines. */
    private static final String SAYS_ALL = "heap-every-byte";

    @Override
    public boolean mayExplain(Verdict verdict) {
        if (verdict.id().equals(SAYS_ALL)) {
            return false;
        }
        Outcome outcome = verdict.outcome();
        boolean isOfMemory = outcome.symptom().kind() == SymptomKind.LEAK
                || outcome.oops() != null
                || verdict.check().group().equals(MEMORY_ERRORS)
                || verdict.id().endsWith(UNTOUCHED);
        return verdict.status() == Status.CRASHED
                || verdict.status() == Status.HUNG
                || (verdict.status() == Status.FAILED && isOfMemory);
    }

    @Override
    public List<Explanation> explain(OtherBuilds builds, List<FailedCheck> failures)
            throws UngradableException, InterruptedException {
        Refereed module = Refereed.of(builds);
        List<Explanation> explanations = new ArrayList<>();
        for (FailedCheck failure : failures) {
            explanations.add(module.explained(failure));
        }
        return explanations;
    }
}
