// SPDX-License-Identifier: Apache-2.0
package org.messageslot.setup;

import java.io.IOException;

/** Something could not be installed; the message says what to do, in one sentence. */
public final class SetupException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message the sentence
     */
    public SetupException(String message) {
        super(message);
    }
}
