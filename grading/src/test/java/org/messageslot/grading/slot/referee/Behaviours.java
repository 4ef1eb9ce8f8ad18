// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.messageslot.Errno;
import org.messageslot.grading.slot.referee.Behaviour.ScheduleEnd;

/** Behaviours for tests. */
final class Behaviours {

    private Behaviours() {}

    static Behaviour done(Map<Behaviour.CallId, Behaviour.TimedResult> calls, List<CallResult> after) {
        return new Behaviour(ScheduleEnd.DONE, 1, 1, 1, 0, Optional.of(List.of()), calls, after);
    }

    static Behaviour.CallId call(int thread, int index) {
        return new Behaviour.CallId(thread, index);
    }

    static Behaviour.TimedResult made(long enter, long exit, CallResult result) {
        return new Behaviour.TimedResult(enter, exit, result);
    }

    static CallResult returned(long value) {
        return new CallResult(value, 0, "");
    }

    static CallResult failed(Errno errno) {
        return new CallResult(-1, errno.number(), "");
    }

    static CallResult read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new CallResult(bytes.length, 0, HexFormat.of().formatHex(bytes));
    }
}
