// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

import java.util.Arrays;
import org.messageslot.grading.trial.Counters;

/**
 * The counters of one function.
 *
 * @param from the first one's number among the module's
 * @param count how many there are
 */
record CounterRange(long from, long count) {

    boolean isPossible() {
        return from >= 0 && count >= 0 && from <= Counters.MOST && count <= Counters.MOST - from;
    }

    /** {@return the values of these counters, of all of the module's} */
    long[] of(long[] all) {
        return Arrays.copyOfRange(all, (int) from, (int) (from + count));
    }
}
