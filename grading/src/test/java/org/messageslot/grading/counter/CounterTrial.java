// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.counter;

import java.nio.charset.StandardCharsets;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.Write;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.Subject;
import org.messageslot.grading.trial.Trial;

/** A trial as the counter's checks use it. */
final class CounterTrial extends Trial {

    private static final int ROOM = 32;

    CounterTrial(Setting setting) {
        super(setting);
    }

    /** A counter that a process has open. */
    record Counter(Subject process, int fd) {

        Result tryRead(Buffer buffer) {
            return process.call(new Read(fd, buffer));
        }

        Result tryWrite(String text) {
            return process.call(new Write(fd, Buffer.of(text)));
        }

        Result tryCommand(long command, long argument) {
            return process.call(new Ioctl(fd, command, argument));
        }

        /** Reads, which must give this number. */
        void demand(long number, String sentence) {
            Result result = tryRead(Buffer.room(ROOM));
            byte[] digits = result.bytes();
            String got = result.isFailure()
                    ? "-1 " + Errno.of(result.errno())
                    : new String(digits, 0, (int) Math.min(result.value(), digits.length), StandardCharsets.US_ASCII);
            if (!got.equals(Long.toString(number))) {
                throw new Mismatch(sentence, Long.toString(number), got);
            }
        }
    }

    /** Opens the counter in a new process, or else the check cannot be judged. */
    Counter open() {
        Subject process = process();
        Result result = need(() -> process.call(new Open(node(0), OpenFlags.O_RDWR)));
        if (result.isFailure()) {
            throw hindrance("The counter cannot be opened.", "a file descriptor", "-1 " + Errno.of(result.errno()));
        }
        return new Counter(process, (int) result.value());
    }

    /** Judges what a call returned that should have failed. */
    static void demandFailure(Result result, String what, Errno errno) {
        if (!result.isFailure() || result.errno() != errno.number()) {
            String got = result.isFailure() ? "-1 " + Errno.of(result.errno()) : Long.toString(result.value());
            throw new Mismatch(what + " is not refused as it should be.", "-1 " + errno, got);
        }
    }
}
