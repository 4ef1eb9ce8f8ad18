// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

/**
 * {@code close(fd)}.
 *
 * @param fd the descriptor
 */
public record Close(int fd) implements Call.OfDescriptor {

    /** The system call. */
    public static final Operation OPERATION = new Operation("close", 6, words -> new Close((int) words.number()));

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public String toString() {
        return "close(" + fd + ")";
    }
}
