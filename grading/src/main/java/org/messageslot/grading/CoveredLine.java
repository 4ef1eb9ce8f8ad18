// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/**
 * A line of the module's source, and how often the checks reached it.
 *
 * @param text the line, cut where it is very long
 * @param reach whether any check did
 * @param times how often control came to it; 0 if never
 */
public record CoveredLine(String text, Reach reach, long times) {

    /**
     * Says how often a line was reached.
     *
     * @param text the line
     * @param all how often by all checks; negative if there is nothing on it that runs
     * @param ordinary how often by checks that let no allocation fail
     * @return the line
     */
    public static CoveredLine of(String text, long all, long ordinary) {
        if (all < 0) {
            return new CoveredLine(text, Reach.NO_CODE, 0);
        }
        Reach reach = ordinary > 0 ? Reach.REACHED : all > 0 ? Reach.ONLY_FAILING : Reach.NEVER;
        return new CoveredLine(text, reach, Math.max(all, ordinary));
    }
}
