// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes channels if what is awaited of them takes too long, which ends the wait with an exception.
 *
 * @param limit how long it may take
 * @param end what else makes waiting vain
 */
record TimeLimit(Duration limit, CompletableFuture<?> end) {

    /** What waits. */
    interface TimedWork<T> {
        T run() throws IOException;
    }

    static TimeLimit of(Duration limit) {
        return new TimeLimit(limit, new CompletableFuture<Void>());
    }

    <T> T during(TimedWork<T> work, AutoCloseable... channels) throws IOException {
        CompletableFuture<?> vain = end.thenApply(done -> done)
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, e) -> QemuProcess.closeQuietly(channels));
        try {
            return work.run();
        } finally {
            vain.cancel(false);
        }
    }
}
