// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells when a class will be graded, by how long what is done took. What is at work counts by its part that is done: several
 * begin together and end together, and to count only what has ended would be wrong by all of them.
 */
final class Forecast {

    private final Clock clock;
    private final Map<String, Double> parts = new HashMap<>();
    private Instant start;
    private int all;
    private int ended;

    /** Begins now, with a number of submissions that may turn out to be smaller. */
    Forecast(Clock clock, int all) {
        this.clock = clock;
        this.all = all;
        this.start = clock.instant();
    }

    /** Begins anew, with what is left to be graded when all that was graded before is known. */
    void opened(int left) {
        start = clock.instant();
        all = left;
    }

    /** Takes note of how much of a submission is done, 0 to 1. */
    void advanced(String key, double part) {
        parts.put(key, part);
    }

    /** Takes note of the end of a submission; one that was never at work had been graded before, or with its equal. */
    void ended(String key) {
        ended += parts.remove(key) == null ? 0 : 1;
    }

    /** {@return how long ago it began} */
    Duration passed() {
        return Duration.between(start, clock.instant());
    }

    /** {@return how long it will take from now on} */
    Duration left() {
        double done = ended + parts.values().stream().mapToDouble(part -> part).sum();
        double each = passed().toMillis() / Math.max(done, 0.01);
        return Duration.ofMillis(Math.round(each * Math.max(0, all - done)));
    }
}
