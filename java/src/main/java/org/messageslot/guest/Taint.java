// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

/**
 * The flags of {@code /proc/sys/kernel/tainted}, by which a kernel remembers what happened to it. Flags are set and never taken back.
 *
 * <p>A module under test can set them, too. Immutable and thread-safe.
 *
 * @param flags the flags, a bit each; 0 for none, and 12288 (out of tree, unsigned) with any module of ours loaded
 */
public record Taint(long flags) {

    /** Of a kernel that nothing has happened to. */
    public static final Taint NONE = new Taint(0);

    /** Forced unloading, a bad page or object, an oops, a lockup. */
    private static final long DAMAGED = 1 << 3 | 1 << 5 | 1 << 7 | 1 << 14;

    /** Set by an oops. */
    static final long DIED = 1 << 7;

    private static final long WARNED = 1 << 9;

    /** {@return whether the kernel found its memory, or itself, damaged} */
    public boolean isDamaged() {
        return (flags & DAMAGED) != 0;
    }

    /** {@return whether something was seen to be wrong, and whoever saw it, the kernel or the module itself, went on} */
    public boolean isWarned() {
        return (flags & WARNED) != 0;
    }

    /**
     * Adds what somebody else saw.
     *
     * @param other flags of the same kernel
     * @return the flags of both
     */
    Taint with(Taint other) {
        return new Taint(flags | other.flags);
    }

    /**
     * Tells what is new.
     *
     * @param earlier the flags at an earlier time
     * @return the flags that were not set then
     */
    public Taint since(Taint earlier) {
        return new Taint(flags & ~earlier.flags);
    }
}
