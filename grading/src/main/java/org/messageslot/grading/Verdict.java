// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/**
 * A check, what running it came to, and the points for that.
 *
 * @param check what the rubric says of it
 * @param outcome what running it came to
 * @param points what it earned: all of {@link CheckDescription#maxPoints()} if it passed, else none
 */
public record Verdict(CheckDescription check, Outcome outcome, Points points) {

    /**
     * Give a check the points that it earned.
     *
     * @param check what the rubric says of it
     * @param outcome what running it came to
     * @return the verdict
     */
    public static Verdict of(CheckDescription check, Outcome outcome) {
        return new Verdict(check, outcome, outcome.status() == Status.PASSED ? check.maxPoints() : Points.ZERO);
    }

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
