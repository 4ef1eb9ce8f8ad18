// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

/** A check asks for something that is no system call, and that no model has. Its message says what. */
public final class OnlyInGuest extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Says so.
     *
     * @param reason what it does, as a sentence without its subject
     */
    public OnlyInGuest(String reason) {
        super(reason);
    }
}
