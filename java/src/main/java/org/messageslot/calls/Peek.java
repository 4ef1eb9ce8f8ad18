// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.util.Optional;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer.BufferPlace;

/**
 * A look at the first bytes of a mapping: no system call, but a copy that fails with {@code EFAULT} where a program would
 * be ended by {@code SIGBUS}.
 *
 * @param mapping the mapping's number
 * @param buffer ordinary memory, no longer than the mapping
 */
public record Peek(int mapping, Buffer buffer) implements Call.OnMapping {

    /** What stands for a system call. */
    public static final Operation OPERATION = new Operation("peek", 10, words -> {
        Peek call = new Peek((int) words.number(), words.buffer());
        if (call.buffer.kind() != BufferPlace.BYTES) {
            throw words.wrong("peek copies to ordinary memory, room N");
        }
        return call;
    });

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public String words() {
        return mapping + " " + CallWords.of(buffer);
    }

    @Override
    public CallArguments arguments() {
        return CallArguments.of(mapping, buffer);
    }

    @Override
    public long make(NativeCalls process) throws ErrnoException {
        return process.mappings().peek(this);
    }

    @Override
    public Optional<Buffer> filled() {
        return Optional.of(buffer);
    }

    @Override
    public Peek copy() {
        return new Peek(mapping, buffer.copy());
    }

    @Override
    public String inC() {
        return "peek(" + mapping + ", " + buffer.asRoom() + ")";
    }

    @Override
    public String toString() {
        return "memcpy(buf, map" + mapping + ", " + buffer.length() + ")";
    }
}
