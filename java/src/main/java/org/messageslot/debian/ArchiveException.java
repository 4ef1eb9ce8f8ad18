// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Signal that something cannot be had from Debian's archive, or must not be used.
 *
 * <p>The message is meant for a person: one sentence that says why, and what to do about it.
 */
public final class ArchiveException extends IOException {

    private static final long serialVersionUID = 1;

    ArchiveException(String message) {
        this(message, null);
    }

    ArchiveException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
