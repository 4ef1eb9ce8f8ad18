// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/**
 * A check, what running it came to, and the points for that.
 *
 * @param check what the rubric says of it
 * @param outcome what running it came to
 * @param points what it earned: all of {@link CheckDescription#maxPoints()} if it passed, or costs nothing; else what is left after
 *     its part of its {@linkplain Mistake mistake}'s price
 */
public record Verdict(CheckDescription check, Outcome outcome, Points points) {

    /** {@return the check's id} */
    public String id() {
        return check.id();
    }

    /** {@return how the check ended} */
    public Status status() {
        return outcome.status();
    }

    /** {@return whether the check passed} */
    public boolean passed() {
        return status() == Status.PASSED;
    }
}
