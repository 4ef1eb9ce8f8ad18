// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/**
 * Tells what kind of difference a check found, by which failing checks of one cause are found: words are for people.
 *
 * @param kind the kind
 * @param call the call that showed it, {@code write} for example; of a {@link SymptomKind#LEAK} where the memory was allocated, of a
 *     {@link SymptomKind#STEP} the step's id; empty if there is none to name
 * @param wanted of a {@link SymptomKind#WRONG_ERROR} the name of the right error, {@code EMSGSIZE} for example; else empty
 * @param got of a {@link SymptomKind#WRONG_ERROR} the name of the error that came, of a {@link SymptomKind#STEP} that took the kernel the name
 *     of the {@link Status}; else empty
 */
public record Symptom(SymptomKind kind, String call, String wanted, String got) {

    /** Nothing that is known. */
    public static final Symptom NONE = of(SymptomKind.OTHER);

    /** Kinds of differences. */
    public enum SymptomKind {
        /** None of the others. */
        OTHER,
        /** A call that should fail does, with another error than it should. */
        WRONG_ERROR,
        /** A call that should fail succeeds. */
        ACCEPTED,
        /** A call that should succeed fails. */
        REFUSED,
        /** A call succeeds, and returns another number than it should. */
        WRONG_RESULT,
        /** A message comes back changed, or another one does. */
        WRONG_MESSAGE,
        /** A message does not come back at all. */
        LOST,
        /** A message comes where there should be none. */
        INVENTED,
        /** Memory that is not needed any more is held. */
        LEAK,
        /** Something that the check needs, but does not ask about, went wrong. */
        STEP
    }

    /** {@return a symptom that is its kind alone} */
    public static Symptom of(SymptomKind kind) {
        return new Symptom(kind, "", "", "");
    }

    /** {@return a symptom of a call: {@code write}, {@code read}, {@code ioctl}, {@code open} or {@code close}} */
    public static Symptom of(SymptomKind kind, String call) {
        return new Symptom(kind, call, "", "");
    }

    /**
     * Says that a call failed with the wrong error.
     *
     * @param call the call
     * @param wanted the name of the error that is right, or of the first one that is
     * @param got the name of the error that came
     * @return the symptom
     */
    public static Symptom wrongError(String call, String wanted, String got) {
        return new Symptom(SymptomKind.WRONG_ERROR, call, wanted, got);
    }

    /** {@return the symptom of memory that is held, allocated at a place in the module} */
    public static Symptom leak(String callSite) {
        return new Symptom(SymptomKind.LEAK, callSite, "", "");
    }

    /** {@return the symptom of a check that a step kept from being judged} */
    public static Symptom step(String id) {
        return new Symptom(SymptomKind.STEP, id, "", "");
    }

    /**
     * Says that a step took the kernel, so that a check could not be judged.
     *
     * @param id the step's id
     * @param took how the check ended by it: {@link Status#CRASHED} or {@link Status#HUNG}
     * @return the symptom
     */
    public static Symptom step(String id, Status took) {
        return new Symptom(SymptomKind.STEP, id, "", took.name());
    }

    /** {@return how the check ends if the step that kept it from being judged is its own question} */
    public Status asOwn() {
        return kind == SymptomKind.STEP && !got.isEmpty() ? Status.valueOf(got) : Status.FAILED;
    }

    /** {@return the step that kept the check from being judged; empty if none did} */
    public String step() {
        return kind == SymptomKind.STEP ? call : "";
    }
}
