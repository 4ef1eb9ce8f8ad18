// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import org.messageslot.Errno;
import org.messageslot.calls.Poll;
import org.messageslot.calls.PollEvents;
import org.messageslot.calls.Result;

/** Waits until a file of the model's can be read or written. */
final class PollHandler {

    /** {@code POLLNVAL}: the descriptor is not open. */
    private static final int NOT_OPEN = 0x20;

    /** The events that are told whether they were asked for or not. */
    private static final int ALWAYS = PollEvents.POLLERR | NOT_OPEN;

    private PollHandler() {}

    static Result answer(ModelProcess process, Poll call) {
        long end = System.nanoTime() + call.milliseconds() * 1_000_000L;
        for (; ; ) {
            int now = eventsOf(process, call.fd()) & (call.events() | ALWAYS);
            long left = call.milliseconds() < 0 ? 0 : (end - System.nanoTime() + 999_999) / 1_000_000;
            if (now != 0 || (call.milliseconds() >= 0 && left <= 0)) {
                return Result.of(now);
            }
            if (!process.kernel().sleeps(left)) {
                return Result.failure(Errno.EINTR);
            }
        }
    }

    private static int eventsOf(ModelProcess process, int fd) {
        if (fd < 0) {
            return 0;
        }
        return process.file(fd)
                .map(file -> (int) file.device.poll(file).value())
                .orElse(NOT_OPEN);
    }
}
