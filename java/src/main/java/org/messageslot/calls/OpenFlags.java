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

    private static final int ACCESS_MODE = 3;

    private OpenFlags() {}

    /**
     * Tell whether flags allow reading.
     *
     * @param flags what {@code open} was given
     * @return whether a read on the descriptor reaches the driver
     */
    public static boolean canRead(int flags) {
        return (flags & ACCESS_MODE) != O_WRONLY;
    }

    /**
     * Tell whether flags allow writing.
     *
     * @param flags what {@code open} was given
     * @return whether a write on the descriptor reaches the driver
     */
    public static boolean canWrite(int flags) {
        return (flags & ACCESS_MODE) != O_RDONLY;
    }

    static String text(int flags) {
        return switch (flags & ACCESS_MODE) {
            case O_RDONLY -> "O_RDONLY";
            case O_WRONLY -> "O_WRONLY";
            default -> "O_RDWR";
        };
    }
}
