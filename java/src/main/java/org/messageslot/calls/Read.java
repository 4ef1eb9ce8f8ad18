// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.util.Optional;

/**
 * {@code read(fd, buffer, length)}.
 *
 * @param fd the descriptor
 * @param buffer the memory and the length
 */
public record Read(int fd, Buffer buffer) implements Call.Transfer {

    /** The system call. */
    public static final Operation OPERATION =
            new Operation("read", 4, words -> new Read((int) words.number(), words.buffer()));

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public Optional<Buffer> filled() {
        return Optional.of(buffer);
    }

    @Override
    public Read copy() {
        return new Read(fd, buffer.copy());
    }

    @Override
    public String inC() {
        return "read(" + fd + ", " + (buffer.kind() == Buffer.BufferPlace.BYTES ? buffer.asRoom() : buffer.inC()) + ")";
    }

    @Override
    public String toString() {
        return "read(" + fd + ", " + buffer.asRoom() + ")";
    }
}
