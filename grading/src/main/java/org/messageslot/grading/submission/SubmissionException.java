// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Signals that a submission cannot be opened because of what it is: no archive, damaged, or beyond every bound.
 *
 * <p>The message is one sentence for the student. That this machine cannot read a file is a plain {@link IOException}
 * instead.
 */
public final class SubmissionException extends IOException {

    private static final long serialVersionUID = 1;

    SubmissionException(String message) {
        this(message, null);
    }

    SubmissionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
