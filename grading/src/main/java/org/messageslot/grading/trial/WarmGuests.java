// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.io.IOException;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.messageslot.ErrnoException;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestFailureException;
import org.messageslot.guest.Taint;

/**
 * Plain guests that checks use one after the other, for practice: what a kernel did before need not be translated again. A guest
 * that is not as it was, because it crashed or a module is left in it, is not used again.
 *
 * <p>Thread-safe. To be closed: the guests end then.
 */
public final class WarmGuests implements AutoCloseable {

    private final GuestStock stock;
    private final Deque<Warm> idle = new ConcurrentLinkedDeque<>();
    private final Map<Guest, Warm> used = new HashMap<>();
    private GuestStock.@Nullable Ready ready;
    private volatile boolean closed;

    /**
     * Has guests made when they are first needed.
     *
     * @param stock of which kernel
     */
    public WarmGuests(GuestStock stock) {
        this.stock = stock;
    }

    /** A guest, which modules it had before the first check, and the first record of its log that is the next check's. */
    private record Warm(Guest guest, Set<String> modules, long firstRecord) {

        static Warm of(Guest guest) throws ErrnoException {
            return new Warm(guest, loaded(guest), guest.kernelLog(0).next());
        }

        /** Finds out whether another check may follow, and where the log is by now. */
        Warm again() throws ErrnoException {
            Taint taint = guest.taint();
            if (taint.isDamaged()
                    || taint.isWarned()
                    || !guest.codeChange().isNone()
                    || !loaded(guest).equals(modules)) {
                throw new IllegalStateException("The guest is not as it was.");
            }
            return new Warm(guest, modules, guest.kernelLog(firstRecord).next());
        }

        private static Set<String> loaded(Guest guest) throws ErrnoException {
            return guest.getText("/proc/modules")
                    .lines()
                    .map(line -> line.substring(0, Math.max(0, line.indexOf(' '))))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** {@return a guest without a module of a student's, to be given back} */
    Guest take() throws UngradableException {
        Warm warm = idle.poll();
        if (warm == null) {
            warm = fresh();
        }
        synchronized (used) {
            used.put(warm.guest(), warm);
        }
        return warm.guest();
    }

    private synchronized GuestStock.Ready ready() throws UngradableException {
        if (ready == null) {
            ready = stock.ready(GuestKind.PLAIN);
        }
        return ready;
    }

    private Warm fresh() throws UngradableException {
        Guest guest = ready().next();
        try {
            return Warm.of(guest);
        } catch (ErrnoException | GuestFailureException e) {
            end(guest);
            throw new UngradableException("The guest does not tell of itself; try again, or see lab doctor.", e);
        }
    }

    /** {@return the first record of the log that is not of the checks before; of a guest that was taken} */
    long firstRecord(Guest guest) {
        synchronized (used) {
            Warm warm = used.get(guest);
            return warm == null ? 0 : warm.firstRecord();
        }
    }

    /** Takes a guest back whose processes have ended and whose module is unloaded; ends it if that is not so. */
    void giveBack(Guest guest) {
        Warm warm;
        synchronized (used) {
            warm = used.remove(guest);
        }
        try {
            if (warm != null && guest.failure().isEmpty() && !closed) {
                idle.push(warm.again());
                return;
            }
        } catch (ErrnoException | GuestFailureException | IllegalStateException e) {
            // Then another one takes its place.
        }
        end(guest);
    }

    /**
     * Makes guests ahead.
     *
     * @param count how many are to be idle
     * @throws UngradableException if there can be none
     */
    public void stockUp(int count) throws UngradableException {
        while (idle.size() < count && !closed) {
            idle.add(fresh());
        }
    }

    private static void end(Guest guest) {
        try {
            guest.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Ends all guests, those that checks use included. */
    @Override
    public void close() {
        closed = true;
        for (Warm warm = idle.poll(); warm != null; warm = idle.poll()) {
            end(warm.guest());
        }
        synchronized (used) {
            used.keySet().forEach(WarmGuests::end);
        }
        synchronized (this) {
            if (ready != null) {
                ready.close();
            }
        }
    }
}
