// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

/**
 * {@code ioctl(fd, command, argument)}.
 *
 * @param fd the descriptor
 * @param command the command's number, 0 to 2^32-1
 * @param argument the argument, passed by value as an {@code unsigned long}
 */
public record Ioctl(int fd, long command, long argument) implements Call.OnDescriptor {

    /** The system call. */
    public static final Operation OPERATION =
            new Operation("ioctl", 2, words -> new Ioctl((int) words.number(), words.number(), words.number()));

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public String words() {
        return fd + " 0x" + Long.toHexString(command) + " " + Long.toUnsignedString(argument);
    }

    @Override
    public CallArguments arguments() {
        return CallArguments.of(fd, command, argument);
    }

    @Override
    public long make(NativeCalls process) {
        return process.libc().integer("ioctl", fd, command, argument);
    }

    @Override
    public String inC() {
        return "ioctl(" + fd + ", 0x" + Long.toHexString(command) + "UL, " + Long.toUnsignedString(argument) + "UL)";
    }

    @Override
    public String toString() {
        return "ioctl(" + fd + ", " + SlotCommands.text(command) + ", " + Long.toUnsignedString(argument) + ")";
    }
}
