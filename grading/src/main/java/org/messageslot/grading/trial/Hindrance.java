// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

/**
 * Something went wrong that a check needs, but does not ask about: the check cannot be judged. Which checks own the step, and so
 * pay for it, is in {@code checks.json}; {@link org.messageslot.grading.rubric.Scoring} has the rule.
 */
public final class Hindrance extends AssertionError {

    private static final long serialVersionUID = 1;

    private final String step;
    private final String wanted;
    private final String got;

    /**
     * Say what kept a check from being judged.
     *
     * @param step the step's id, as {@code checks.json} names it: {@code select-again} for example
     * @param message what was done and went wrong, in one sentence
     * @param wanted what should have come
     * @param got what came instead
     */
    public Hindrance(String step, String message, String wanted, String got) {
        super(message);
        this.step = step;
        this.wanted = wanted;
        this.got = got;
    }

    /** {@return the hindrance that a difference is where it is a need, not the question} */
    public static Hindrance of(String step, Mismatch mismatch) {
        return new Hindrance(step, mismatch.sentence(), mismatch.wanted(), mismatch.got());
    }

    /** {@return the step that went wrong} */
    public String step() {
        return step;
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
