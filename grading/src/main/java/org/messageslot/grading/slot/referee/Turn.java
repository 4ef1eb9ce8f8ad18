// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

/**
 * A choice between threads, as it was made in a schedule. Threads are numbers from 0. Immutable.
 *
 * @param asker the thread that came to it and could go on; more than 2 if none did: at the beginning, or where one ends or sleeps
 * @param able a bit for each thread that could go on, two at least
 * @param expected the thread that goes on if nobody chooses
 * @param chosen the thread that went on
 */
public record Turn(int asker, int able, int expected, int chosen) {

    /**
     * Tells whether a thread could go on.
     *
     * @param thread its number
     */
    public boolean allows(int thread) {
        return thread >= 0 && thread < Integer.SIZE && (able >>> thread & 1) != 0;
    }

    /** {@return whether a thread was stopped that could go on} */
    boolean isPreemption() {
        return chosen != expected && allows(asker);
    }

    /** {@return whether it is the same choice, whatever was chosen} */
    boolean isSameAs(Turn other) {
        return asker == other.asker && able == other.able && expected == other.expected;
    }
}
