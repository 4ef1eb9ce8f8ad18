// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.Optional;
import org.messageslot.grading.Verdict;

/**
 * Gives reports an assignment's own words. A report is a function of the grade and of these.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Wording {

    /**
     * Looks up what a clause says.
     *
     * @param id the clause, {@code R-W4} for example
     * @return its text; empty if it is unknown
     */
    Optional<String> clause(String id);

    /**
     * Chooses what to look at, where the assignment knows more than an error number tells of any driver.
     *
     * @param verdict how a check ended that neither crashed the kernel nor hung
     * @return a hint in whole sentences; empty to leave it to the engine
     */
    default Optional<String> hint(Verdict verdict) {
        return Optional.empty();
    }
}
