// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

/**
 * {@code write(fd, buffer, length)}.
 *
 * @param fd the descriptor
 * @param buffer the memory and the length
 */
public record Write(int fd, Buffer buffer) implements Call.Transfer {

    /** The system call. */
    public static final Operation OPERATION =
            new Operation("write", 3, words -> new Write((int) words.number(), words.buffer()));

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public Write copy() {
        return new Write(fd, buffer.copy());
    }

    @Override
    public String toString() {
        return "write(" + fd + ", " + buffer + ")";
    }
}
