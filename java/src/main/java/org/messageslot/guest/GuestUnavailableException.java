// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Signals that no guest can be had on this machine as it is.
 *
 * <p>The message is meant for a person: one sentence that names what is missing and what to do about it.
 */
public final class GuestUnavailableException extends IOException {

    private static final long serialVersionUID = 1;

    GuestUnavailableException(String message) {
        this(message, null);
    }

    GuestUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
