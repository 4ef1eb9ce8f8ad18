// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

/** The {@code ioctl} commands of the kit's own module; other modules choose their own (R-I4). */
public final class SlotCommands {

    /** The message slot's major number in the default edition, and the type byte of its commands (R-D1). */
    public static final int MAJOR = 235;

    /** {@code MSG_SLOT_CHANNEL}: set the channel of this open file (R-I1). {@code _IOW(235, 0, unsigned int)}. */
    public static final long CHANNEL = iow(MAJOR, 0, Integer.BYTES);

    /** {@code MSG_SLOT_SET_CEN}: turn censorship of this open file on (1) or off (0); the editions 2025 and 2026. */
    public static final long SET_CENSORSHIP = iow(MAJOR, 1, Integer.BYTES);

    private static final int SIZE_SHIFT = 16;
    private static final int TYPE_SHIFT = 8;
    private static final long WRITE = 1L << 30;

    private SlotCommands() {}

    /**
     * Computes a command's number as C's {@code _IOW(type, number, T)} does.
     *
     * @param type the driver's type byte, 0 to 255
     * @param number the command within the driver, 0 to 255
     * @param size {@code sizeof(T)} in bytes, 0 to 16383
     * @return the number, 0 to 2^32-1
     */
    public static long iow(int type, int number, int size) {
        return WRITE | (long) size << SIZE_SHIFT | (long) type << TYPE_SHIFT | number;
    }

    static String text(long command) {
        if (command == CHANNEL) {
            return "MSG_SLOT_CHANNEL";
        }
        return command == SET_CENSORSHIP ? "MSG_SLOT_SET_CEN" : "0x" + Long.toHexString(command);
    }
}
