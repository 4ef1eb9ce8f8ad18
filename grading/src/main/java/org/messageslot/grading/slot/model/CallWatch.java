// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import java.util.Optional;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;
import org.messageslot.model.FileState;

/** Hears of each call that a check makes on a model. */
@FunctionalInterface
public interface CallWatch {

    /** Does nothing. */
    CallWatch NOBODY = (before, call, result) -> {};

    /**
     * Hears of a call that has returned.
     *
     * @param before what the open file was like that it was made on; empty if it was made on none
     * @param call the call as it was before
     * @param result what the model answered
     */
    void heard(Optional<FileState> before, Call call, Result result);
}
