// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.messageslot.grading.submission.OwnLines;

/** Says what a call that does not return waits for, and which path may have left it so. */
final class HangMeaning {

    private static final Pattern LOCKS = Pattern.compile("(mutex_|spin_|read_|write_|rt_mutex_)?lock(_.*)?|down(_.*)?");
    private static final Pattern FAILED = Pattern.compile(".* = -1 E[A-Z0-9]+\\b.*");

    private HangMeaning() {}

    /**
     * Says it of a call into the kernel.
     *
     * @param spot where the module calls it
     * @param sleeps whether the thread sleeps; else it runs, or spins
     * @param calls the calls of the check, as lines of C; the last did not return
     * @return sentences; empty if no function is called there, or one that neither sleeps nor is a lock
     */
    static Optional<String> of(OwnLines.OwnLine spot, boolean sleeps, List<String> calls) {
        String called = spot.called().replaceFirst("^_*raw_", "");
        boolean locks = LOCKS.matcher(called).matches();
        if (called.isEmpty() || !(sleeps || locks)) {
            return Optional.empty();
        }
        String waits = called + " at " + spot.file() + ":" + spot.line() + " waits for ever.";
        return Optional.of(locks ? waits + " " + suspicion(calls) : waits);
    }

    private static String suspicion(List<String> calls) {
        return calls.stream()
                .filter(call -> FAILED.matcher(call).matches())
                .reduce((before, last) -> last)
                .map(call -> "The last call that failed was " + call + ": does that path unlock?")
                .orElse("Does every path unlock, and does none lock twice?");
    }
}
