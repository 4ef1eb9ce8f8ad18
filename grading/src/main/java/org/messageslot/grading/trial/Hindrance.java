// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.List;

/**
 * Something went wrong that a check needs, but does not ask about: the check cannot be judged. Which checks own which step, and so
 * pay for it, is in {@code checks.json}; {@link org.messageslot.grading.rubric.Scoring} has the rule.
 */
public final class Hindrance extends AssertionError {

    private static final long serialVersionUID = 1;

    private final String steps;
    private final String wanted;
    private final String got;

    /**
     * Says what kept a check from being judged.
     *
     * @param steps the ids of the steps that were taken by then, as {@code checks.json} names them: any of them may be to blame
     * @param message what was done and went wrong, in one sentence
     * @param wanted what should have come
     * @param got what came instead
     */
    public Hindrance(List<String> steps, String message, String wanted, String got) {
        super(message);
        this.steps = String.join(" ", steps);
        this.wanted = wanted;
        this.got = got;
    }

    /**
     * Says that a step took the kernel or the process.
     *
     * @param steps the ids of the steps that were taken by then
     * @param cause what tells how
     */
    Hindrance(List<String> steps, RuntimeException cause) {
        super(cause.getMessage(), cause);
        this.steps = String.join(" ", steps);
        this.wanted = "";
        this.got = "";
    }

    /** {@return the steps one of which went wrong, with a blank between them} */
    public String steps() {
        return steps;
    }

    /** {@return what should have come} */
    public String wanted() {
        return wanted;
    }

    /** {@return what came instead} */
    public String got() {
        return got;
    }

    /** {@return the sentence alone} */
    public String sentence() {
        return String.valueOf(super.getMessage());
    }

    @Override
    public String getMessage() {
        return sentence() + "\n  wanted: " + wanted + "\n  got:    " + got;
    }
}
