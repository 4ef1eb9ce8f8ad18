// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.List;
import org.messageslot.grading.slot.referee.Behaviour.ScheduleEnd;

/**
 * A schedule in lines of the source, with what came of it. One that was found came out wrong twice: when it was found, and again on
 * a fresh kernel. Immutable.
 *
 * @param behaviour what came of it
 * @param wrong whether what the calls returned is explained by no order of them
 * @param faults the mistakes that were seen in it
 * @param trace what happened
 */
public record FoundSchedule(Behaviour behaviour, boolean wrong, List<FaultText> faults, ScheduleTrace trace) {

    /** Keep a copy of the list. */
    public FoundSchedule {
        faults = List.copyOf(faults);
    }

    /** {@return whether nothing is wrong: some order of the calls explains what they returned, and no mistake was seen} */
    public boolean isRight() {
        return !wrong && faults.isEmpty() && behaviour.end() == ScheduleEnd.DONE;
    }

    /** {@return whether it is a mistake in the use of memory or of locks that one thread makes by itself} */
    public boolean takesNoSecondThread() {
        return !wrong && isAlone();
    }

    /** {@return whether no call met another one, so that it is no matter of threads} */
    public boolean isAlone() {
        boolean none = trace.rows().isEmpty();
        return none || (behaviour.end() == ScheduleEnd.DONE && !behaviour.overlaps());
    }
}
