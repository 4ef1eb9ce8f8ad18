// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

/**
 * {@code dup(fd)}.
 *
 * @param fd the descriptor
 */
public record Dup(int fd) implements Call.OfDescriptor {

    /** The system call. */
    public static final Operation OPERATION = new Operation("dup", 5, words -> new Dup((int) words.number()));

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public String toString() {
        return "dup(" + fd + ")";
    }
}
