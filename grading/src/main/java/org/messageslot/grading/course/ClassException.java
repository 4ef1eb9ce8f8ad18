// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;

/** Says that what was given is no class, or cannot be read; the message is one sentence that says what to do. */
public final class ClassException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Refuses something.
     *
     * @param sentence what is wrong and what to do
     */
    public ClassException(String sentence) {
        super(sentence);
    }
}
