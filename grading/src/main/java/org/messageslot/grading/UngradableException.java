// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import org.jspecify.annotations.Nullable;

/**
 * Signals that this machine cannot judge a submission: a tool is missing, a disk is full, a limit of ours was too tight.
 *
 * <p>It is never the student's fault and costs nobody points. The message is one sentence for the person who runs the
 * grader: what is wrong and what to do about it.
 */
public final class UngradableException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * Creates the signal.
     *
     * @param message what is wrong and what to do about it
     */
    public UngradableException(String message) {
        this(message, null);
    }

    /**
     * Creates the signal with what led to it.
     *
     * @param message what is wrong and what to do about it
     * @param cause what led to it
     */
    public UngradableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
