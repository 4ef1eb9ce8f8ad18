// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.util.Arrays;
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
public record Made(Call call, Result result, Optional<OpenFiles.Stored> stored) {

    /** {@return call and result, as a trace shows them} */
    @Override
    public String toString() {
        boolean read = call instanceof Call.IntoBuffer && !result.isFailure();
        String message = read ? "  " + Buffer.quoted(Arrays.copyOf(result.bytes(), (int) result.value())) : "";
        return call + " = " + result + message;
    }
}
