// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

/**
 * A mistake in the use of memory or of locks, as the referee noted it. CodeMap are offsets in the module's code. Immutable.
 *
 * @param kind which mistake
 * @param thread the thread that made it; more than 2 if it was none of the scenario's
 * @param what the kind of access, or the kind of lock
 * @param by the thread that freed the memory, or holds the lock
 * @param place where it was made
 * @param other where the lock was taken, or the memory freed, as the kind says
 * @param origin where the memory was allocated
 * @param size how many bytes were accessed, or a flag
 * @param length how many bytes the block has
 * @param offset which byte
 */
public record Fault(
        FaultKind kind,
        int thread,
        int what,
        int by,
        long place,
        long other,
        long origin,
        long size,
        long length,
        long offset) {

    /** No place at all. */
    static final long NOWHERE = 0xffff_ffffL;

    /** The kinds of mistakes; in the order of the referee's own numbers. */
    public enum FaultKind {
        /** Waits for a lock for ever. */
        DEADLOCK,
        /** Runs without an end. */
        LIVELOCK,
        /** Sleeps, and nobody is left to wake it. */
        ASLEEP,
        /** Takes a lock that it holds. */
        LOCK_TWICE,
        /** Waits for a lock that a call took which has returned. */
        LOCK_LOST,
        /** Gives up a lock that it does not hold. */
        UNLOCK,
        /** Returns with a lock held. */
        RETURN_HELD,
        /** Takes two locks in the other order than elsewhere. */
        ORDER,
        /** May sleep where that is forbidden. */
        ATOMIC,
        /** Returns with preemption off, or inside of an RCU section. */
        RETURN_ATOMIC,
        /** Uses NULL. */
        NULL,
        /** Uses an address that is none. */
        WILD,
        /** Uses the caller's memory without a user copy. */
        USER,
        /** Uses memory that was freed. */
        FREED,
        /** Goes beyond a block's end. */
        OVERRUN,
        /** Uses a byte that was never set. */
        UNSET,
        /** Frees a block twice. */
        FREED_TWICE,
        /** Frees what is no block. */
        FOREIGN_FREE,
        /** Has a block still after unloading. */
        LEAK,
        /** Goes beyond an array's end. */
        BOUNDS
    }

    /** {@return whether it is a mistake in the use of memory} */
    public boolean isOfMemory() {
        return kind.compareTo(FaultKind.NULL) >= 0;
    }
}
