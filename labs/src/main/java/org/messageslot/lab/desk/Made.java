// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.util.Optional;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;

/**
 * A system call that was made.
 *
 * @param call the call
 * @param result what it returned
 * @param stored the message that it stored, and where, as far as that is known
 */
public record Made(Call call, Result result, Optional<OpenFiles.StoredMessage> stored) {

    /** {@return call and result, as a trace shows them} */
    @Override
    public String toString() {
        boolean read = call.filled().isPresent() && !result.isFailure();
        String message = read ? "  " + Buffer.quoted(result.filled()) : "";
        return call + " = " + result + message;
    }
}
