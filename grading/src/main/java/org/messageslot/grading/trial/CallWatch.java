// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.Optional;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;
import org.messageslot.model.FileState;

/** Hears of each call that a check makes on a model, and may change what the check is told. */
@FunctionalInterface
public interface CallWatch {

    /** Tells the checks what the model answered, and nobody else. */
    CallWatch NOBODY = (made, result) -> result;

    /**
     * Hears of a call.
     *
     * @param made the call
     * @param result what the model answered
     * @return what the check is told: usually that
     */
    Result heard(Made made, Result result);

    /** Who makes a call. */
    enum Caller {
        /** A process of root's. */
        ROOT,
        /** A process of an ordinary user's. */
        USER,
        /** A child, which shares its parent's open files. */
        CHILD
    }

    /**
     * A call, as it was before it was made.
     *
     * @param caller who makes it
     * @param process the process, the same for all its calls
     * @param before what the open file was like that it is made on; empty if it is made on none
     * @param call the call
     */
    record Made(Caller caller, Object process, Optional<FileState> before, Call call) {}
}
