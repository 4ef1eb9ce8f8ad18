// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/** The ways in which a check ends. Only {@link #PASSED} earns points; no output is never a pass. */
public enum Status {

    /** The module did what the clause says. */
    PASSED("passed"),

    /** The module did something else, or made the kernel warn. */
    FAILED("failed"),

    /** The kernel crashed, or found its memory corrupted. */
    CRASHED("crashed the kernel"),

    /** A call did not return within its time. */
    HUNG("hung"),

    /** The module changed code or tables of the kernel's, or of the lab's: its grade is 0. */
    TAMPERED("tampered with the kernel"),

    /** The check needs another one that did not pass. */
    NOT_RUN("not run"),

    /** A step that the check needs, but does not ask about, went wrong. */
    NOT_JUDGED("not judged"),

    /** What the check needs did not compile. */
    BUILD_FAILED("did not build"),

    /** The grader failed, not the submission: nobody loses points by it, but the grade does not count. */
    UNGRADABLE("could not be judged");

    private final String words;

    Status(String words) {
        this.words = words;
    }

    /** {@return the status as reports say it, {@code "crashed the kernel"} for example} */
    public String words() {
        return words;
    }

    /** {@return whether the check went wrong by the submission's own doing} */
    public boolean isFailure() {
        return this == FAILED || this == CRASHED || this == HUNG || this == TAMPERED || this == BUILD_FAILED;
    }
}
