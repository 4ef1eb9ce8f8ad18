// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.replay;

import java.io.IOException;

/** A script that says nothing that can be done. The message names the line and says what is wrong with it. */
public final class ScriptException extends IOException {

    private static final long serialVersionUID = 1;

    ScriptException(String message) {
        super(message);
    }
}
