// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.mutants;

/**
 * Tells what became of a mutant. Immutable.
 *
 * @param mutant the mutant
 * @param end how it ended
 * @param by the check that noticed it; empty if none did
 * @param said what that check said
 */
public record MutantFate(Mutant mutant, MutantEnd end, String by, String said) {

    /** The ways in which a mutant ends. */
    public enum MutantEnd {

        /** A check noticed it that asks one thing. */
        NOTICED,

        /** Only a check noticed it that asks everything at once. */
        NOTICED_BY_CATCH_ALL,

        /** No check noticed it. */
        SURVIVED,

        /** Nothing can be said, for the grader failed. */
        UNJUDGED,

        /** The compiler refuses it. */
        NOT_BUILT,

        /** The compiler makes the same program of it. */
        SAME;

        /** {@return whether it says something of the checks} */
        public boolean counts() {
            return this != NOT_BUILT && this != SAME;
        }
    }
}
