// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.io.IOException;

/**
 * A system call as such: what all calls of one class have in common.
 *
 * @param name its name, in scripts too
 * @param number its number in the talk with a guest's agent, {@code CALL_*} of {@code agent_protocol.h}
 * @param reader reads the words that {@link Call#words} writes
 */
public record Operation(String name, int number, CallReader reader) {

    /** Reads a call from a line of a script. */
    @FunctionalInterface
    public interface CallReader {

        /**
         * Reads the call's arguments.
         *
         * @param words the words after the call's name
         * @return the call
         * @throws IOException if the words are no such arguments; the message says what is wrong
         */
        Call read(CallWords words) throws IOException;
    }
}
