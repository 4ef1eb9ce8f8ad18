// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import org.messageslot.ErrnoException;

/**
 * {@code munmap} of a whole mapping. Its number is free then.
 *
 * @param mapping the mapping's number
 */
public record Munmap(int mapping) implements Call.OnMapping {

    /** The system call. */
    public static final Operation OPERATION = new Operation("munmap", 11, words -> new Munmap((int) words.number()));

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public String words() {
        return String.valueOf(mapping);
    }

    @Override
    public CallArguments arguments() {
        return CallArguments.of(mapping, 0, 0);
    }

    @Override
    public long make(NativeCalls process) throws ErrnoException {
        return process.mappings().unmap(this);
    }

    @Override
    public String inC() {
        return "unmap(" + mapping + ")";
    }

    @Override
    public String toString() {
        return "munmap(map" + mapping + ")";
    }
}
