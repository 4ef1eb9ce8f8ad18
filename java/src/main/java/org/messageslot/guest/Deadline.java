// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Until when an answer is waited for. Only time counts in which the guest could run: on a busy machine, the time in which it
 * waited for a processor is not the guest's fault, and a right driver must not be taken for one that hangs.
 *
 * <p>For one thread.
 */
final class Deadline {

    /** That it has passed, in words; without a number, for what is said of a driver must be the same in each run. */
    static final String PASSED = "no answer in time";

    /** The part of the limit after which it is looked, again and again, how busy the machine is; nearly all answers come sooner. */
    private static final int LOOKS = 16;

    /** A machine that gives a guest less than this part of its time cannot grade. */
    private static final int MOST = 20;

    private final Duration limit;
    private final LongSupplier starvedNanos;
    private final long start = System.nanoTime();
    private OptionalLong starvedBefore = OptionalLong.empty();

    /**
     * Begins to count.
     *
     * @param limit how long the guest may run
     * @param starvedNanos how long it has been kept from running since it was started, in nanoseconds
     */
    Deadline(Duration limit, LongSupplier starvedNanos) {
        this.limit = limit;
        this.starvedNanos = starvedNanos;
    }

    /** {@return how many milliseconds to wait before asking this again; 0 if the deadline has passed} */
    long millisLeft() {
        long gone = System.nanoTime() - start;
        long most = limit.toNanos();
        if (gone < most / LOOKS) {
            return millis(most / LOOKS - gone);
        }
        if (gone >= MOST * most) {
            return 0;
        }
        long starved = starvedNanos.getAsLong();
        if (starvedBefore.isEmpty()) {
            starvedBefore = OptionalLong.of(starved);
        }
        // Of a machine that is ending nothing is told any more.
        long left = most - gone + Math.max(0, starved - starvedBefore.getAsLong());
        return left <= 0 ? 0 : millis(Math.min(left, most / LOOKS));
    }

    /**
     * Waits for something of the guest's.
     *
     * @param coming what is waited for
     * @return it
     * @throws TimeoutException if the deadline passes first
     * @throws ExecutionException if it fails
     */
    <T> T await(Future<T> coming) throws ExecutionException, InterruptedException, TimeoutException {
        for (long left = millisLeft(); left > 0; left = millisLeft()) {
            try {
                return coming.get(left, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Only what the guest could run of it counts.
            }
        }
        throw new TimeoutException();
    }

    private static long millis(long nanos) {
        return Math.max(1, nanos / 1_000_000);
    }
}
