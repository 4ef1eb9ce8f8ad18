// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lists who handed in what.
 *
 * @param layout how the class was laid out; of several paths, the first one's
 * @param counted what counts, one for each student, ordered by student
 * @param replaced what does not count, because its student handed in something later
 * @param strays what belongs to no student, and why it was left aside, fit to be shown
 */
public record Roll(Layout layout, List<Handing> counted, List<Replaced> replaced, List<String> strays) {

    /**
     * A submission that does not count.
     *
     * @param student whose it is
     * @param where what it is called in the class, fit to be shown
     * @param at when it was handed in, as far as the class says
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public record Replaced(String student, String where, Optional<Instant> at) {}

    /** Keep copies of the lists. */
    public Roll {
        counted = List.copyOf(counted);
        replaced = List.copyOf(replaced);
        strays = List.copyOf(strays);
    }
}
