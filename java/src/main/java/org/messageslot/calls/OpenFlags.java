// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

/** The flags of {@code open} that this kit uses, with Linux's values. */
public final class OpenFlags {

    /** Open for reading only. */
    public static final int O_RDONLY = 0;

    /** Open for writing only. */
    public static final int O_WRONLY = 1;

    /** Open for reading and writing. */
    public static final int O_RDWR = 2;

    /** Open so that no read and no write waits. */
    public static final int O_NONBLOCK = 0x800;

    private static final int ACCESS_MODE = 3;

    private OpenFlags() {}

    /**
     * Tells whether flags allow reading.
     *
     * @param flags what {@code open} was given
     * @return whether a read on the descriptor reaches the driver
     */
    public static boolean canRead(int flags) {
        return (flags & ACCESS_MODE) != O_WRONLY;
    }

    /**
     * Tells whether flags allow writing.
     *
     * @param flags what {@code open} was given
     * @return whether a write on the descriptor reaches the driver
     */
    public static boolean canWrite(int flags) {
        return (flags & ACCESS_MODE) != O_RDONLY;
    }

    /**
     * Tells whether flags allow waiting.
     *
     * @param flags what {@code open} was given
     * @return whether a read or a write may wait
     */
    public static boolean canWait(int flags) {
        return (flags & O_NONBLOCK) == 0;
    }

    static String text(int flags) {
        String mode = switch (flags & ACCESS_MODE) {
            case O_RDONLY -> "O_RDONLY";
            case O_WRONLY -> "O_WRONLY";
            default -> "O_RDWR";
        };
        return canWait(flags) ? mode : mode + "|O_NONBLOCK";
    }

    /** Names flags as {@link #text} does, and adds those that have no name here. */
    static String inC(int flags) {
        int others = flags & ~(ACCESS_MODE | O_NONBLOCK);
        return text(flags) + (others == 0 ? "" : "|0x" + Integer.toHexString(others));
    }
}
