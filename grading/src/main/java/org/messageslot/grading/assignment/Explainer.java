// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.assignment;

import java.util.List;
import org.messageslot.grading.Explanation;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.Verdict;

/**
 * Finds the lines of a module in which a mistake is made that was found already. It decides nothing: what it does not find is no
 * worse for that.
 *
 * <p>Implementations are thread-safe.
 */
public interface Explainer {

    /**
     * A check that went wrong.
     *
     * @param outcome what came of it
     * @param script the first acts of it, as {@link org.messageslot.grading.replay.Replay} reads them; empty if none were noted
     */
    record FailedCheck(Outcome outcome, List<String> script) {

        /** Keep a copy of the list. */
        public FailedCheck {
            script = List.copyOf(script);
        }
    }

    /**
     * Tells of which checks there may be an explanation.
     *
     * @param verdict a check that did not pass
     * @return whether it is worth a guest to look
     */
    boolean mayExplain(Verdict verdict);

    /**
     * Explains failures.
     *
     * @param builds what other builds of the submission are made with
     * @param failures checks that may be explained
     * @return one explanation for each, in their order
     * @throws UngradableException if this machine is at fault
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    List<Explanation> explain(OtherBuilds builds, List<FailedCheck> failures)
            throws UngradableException, InterruptedException;
}
