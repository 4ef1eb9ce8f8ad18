// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

/**
 * One thing that a thread did. Immutable.
 *
 * @param thread the thread, from 0
 * @param kind what
 * @param call the number of the thread's call that it was in
 * @param what the kind of lock or call
 * @param place where in the module's code
 * @param size how many bytes
 * @param block the number of the block that was accessed, from 1; 0 for other memory
 * @param offset which byte of the block
 * @param address which address; for the end of a call, what it returned
 * @param value what was read, or is there after writing; for at most eight bytes
 * @param turn how many choices between threads came before it
 */
public record Event(
        int thread,
        EventKind kind,
        int call,
        int what,
        long place,
        long size,
        int block,
        long offset,
        long address,
        long value,
        int turn) {

    /** The things that a thread does; in the order of the referee's own numbers. */
    public enum EventKind {
        /** Reads. */
        READ,
        /** Writes. */
        WRITE,
        /** Reads by READ_ONCE or an atomic load. */
        MARKED_READ,
        /** Writes by WRITE_ONCE or an atomic store. */
        MARKED_WRITE,
        /** Reads and writes at once. */
        ATOMIC,
        /** Frees. */
        FREE,
        /** Has taken a lock. */
        LOCK,
        /** Gives up a lock. */
        UNLOCK,
        /** Begins to wait for a lock. */
        WAIT,
        /** A call begins. */
        ENTER,
        /** A call returns. */
        EXIT,
        /** Sleeps. */
        SLEEP,
        /** Has allocated. */
        ALLOC,
        /** Waits for RCU's readers. */
        GRACE,
        /** The first choice. */
        START,
        /** A thread is done. */
        LEAVE
    }

    /** {@return whether memory was accessed} */
    boolean isAccess() {
        return kind.compareTo(EventKind.FREE) <= 0;
    }

    /** {@return whether memory was changed} */
    boolean isChange() {
        return kind == EventKind.WRITE
                || kind == EventKind.MARKED_WRITE
                || kind == EventKind.ATOMIC
                || kind == EventKind.FREE;
    }
}
