// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import org.messageslot.grading.Symptom;

/** The module did something else than its clause asks for: the one way in which a check fails. */
public final class Mismatch extends AssertionError {

    private static final long serialVersionUID = 1;

    private final Symptom symptom;
    private final String wanted;
    private final String got;

    /**
     * Says what went wrong.
     *
     * @param message what was done and went wrong, in one sentence
     * @param wanted what the clause asks for
     * @param got what came instead
     */
    public Mismatch(String message, String wanted, String got) {
        this(Symptom.NONE, message, wanted, got);
    }

    /**
     * Says what went wrong, and what kind of difference that is.
     *
     * @param symptom the kind, by which checks that fail by one mistake are found
     * @param message what was done and went wrong, in one sentence
     * @param wanted what the clause asks for
     * @param got what came instead
     */
    public Mismatch(Symptom symptom, String message, String wanted, String got) {
        super(message);
        this.symptom = symptom;
        this.wanted = wanted;
        this.got = got;
    }

    /** {@return what kind of difference it is} */
    public Symptom symptom() {
        return symptom;
    }

    /** {@return what the clause asks for} */
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
