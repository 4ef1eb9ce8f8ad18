// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

/** Signals that a walkthrough cannot be read or run; the message is a sentence, with file and line where it has them. */
public final class WalkthroughException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * Says what is wrong.
     *
     * @param message one sentence
     */
    public WalkthroughException(String message) {
        super(message);
    }
}
