// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Signals that something cannot be had from Debian's archive, or must not be used.
 *
 * <p>The message is meant for a person: one sentence that says why, and what to do about it.
 */
public final class ArchiveException extends IOException {

    private static final long serialVersionUID = 1;

    private final boolean missing;

    ArchiveException(String message) {
        this(message, null);
    }

    ArchiveException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private ArchiveException(String message, @Nullable Throwable cause, boolean missing) {
        super(message, cause);
        this.missing = missing;
    }

    /** Creates one of an archive that answers, and says that it has no such file. */
    static ArchiveException ofMissing(String message) {
        return new ArchiveException(message, null, true);
    }

    /** {@return whether the archive was reached and has no such file, so that no other attempt at it is of use} */
    public boolean isMissing() {
        return missing;
    }
}
