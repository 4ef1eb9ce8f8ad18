// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.fuzz;

import java.util.List;

/**
 * A reader of strangers' input.
 *
 * @param name what it reads, a word
 * @param sound input that it reads, of which damaged input is made
 * @param reader the reader
 */
public record Target(String name, List<byte[]> sound, InputReader reader) {

    /** Keep a copy of the list. */
    public Target {
        sound = List.copyOf(sound);
    }

    /** Reads input, or refuses it by an exception that is foreseen. */
    public interface InputReader {

        /**
         * Reads.
         *
         * @param input whatever a stranger sent
         * @throws Exception if it fails in a way that is not foreseen; refusing is no failure and throws nothing
         */
        void read(byte[] input) throws Exception;
    }
}
