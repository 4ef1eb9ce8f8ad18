// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/** A line of the module's source, as checks reached it or not. */
public enum Reach {
    /** There is nothing on it that runs, as far as the compiler tells. */
    NO_CODE,
    /** No check reached it. */
    NEVER,
    /** Only checks that let allocations fail reached it. */
    ONLY_FAILING,
    /** Checks reached it. */
    REACHED
}
