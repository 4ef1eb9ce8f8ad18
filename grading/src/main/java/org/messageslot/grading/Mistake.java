// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mistake that cost points, as far as can be told, however many checks fail by it.
 *
 * @param sentence what goes wrong
 * @param cause by what its checks are known to be one: a place in the module, or an error; empty if their group says enough
 * @param price what it costs in all; the penalty for a crash comes beside
 * @param shown the check that shows it in the fewest calls
 * @param checks the checks that lose points by it, {@code shown} first; each is in no other mistake
 * @param others the checks that could not be judged because of it, and cost nothing
 * @param explanation where in the source it is made; {@code null} of a mistake that is not looked into
 */
public record Mistake(
        String sentence,
        String cause,
        Points price,
        String shown,
        List<String> checks,
        List<String> others,
        @Nullable Explanation explanation) {

    /** Keep copies of the lists. */
    public Mistake {
        checks = List.copyOf(checks);
        others = List.copyOf(others);
    }

    /**
     * Describes a mistake that is not looked into.
     *
     * @param sentence what goes wrong
     * @param cause by what its checks are known to be one
     * @param price what it costs in all
     * @param shown the check that shows it in the fewest calls
     * @param checks the checks that lose points by it, {@code shown} first
     * @param others the checks that could not be judged because of it
     */
    public Mistake(
            String sentence, String cause, Points price, String shown, List<String> checks, List<String> others) {
        this(sentence, cause, price, shown, checks, others, null);
    }

    /** {@return this mistake, explained} */
    public Mistake explainedBy(Explanation words) {
        return new Mistake(sentence, cause, price, shown, checks, others, words);
    }
}
