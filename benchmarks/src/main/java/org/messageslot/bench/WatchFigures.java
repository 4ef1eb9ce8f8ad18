// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.time.Duration;
import java.util.List;

/**
 * Tells how long after a save {@code lab watch} answers, by the clock.
 *
 * @param errors until the compiler's error was there, of each save that does not compile; at least one
 * @param firsts until the first verdict was there, of each save that compiles; at least one
 * @param alls until all ordinary checks were green, of each of those
 * @param checks how many checks that are
 * @param jobs how many guests ran at a time
 */
public record WatchFigures(List<Duration> errors, List<Duration> firsts, List<Duration> alls, int checks, int jobs) {

    /** Keep copies of the lists. */
    public WatchFigures {
        errors = List.copyOf(errors);
        firsts = List.copyOf(firsts);
        alls = List.copyOf(alls);
    }

    /**
     * Finds a median.
     *
     * @param times some times, at least one
     * @return their median; of an even number the lower one of the two in the middle
     */
    public static Duration median(List<Duration> times) {
        return times.stream().sorted().skip((times.size() - 1) / 2).findFirst().orElseThrow();
    }
}
