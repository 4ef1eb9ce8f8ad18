// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.List;
import java.util.function.Supplier;

/** The console on which a lesson talks with its student. */
public interface Console extends AutoCloseable {

    /** The input of a student at a prompt. */
    sealed interface Input {}

    /**
     * Typed something and pressed Enter.
     *
     * @param text what was typed; empty for Enter alone; several lines where Java goes on
     */
    record TypedLine(String text) implements Input {}

    /** Pressed Ctrl-C: whatever was being typed is dropped. */
    record Interrupted() implements Input {}

    /** Pressed Ctrl-D, or there is no more input. */
    record EndOfInput() implements Input {}

    /** {@return how many columns there are now} */
    int width();

    /** {@return how many rows there are now; 0 where nothing scrolls away} */
    int height();

    /** {@return whether escape sequences for colour are welcome} */
    boolean colour();

    /**
     * Prints a line.
     *
     * @param line the line
     */
    void print(String line);

    /**
     * Prints what a snippet prints, as it comes.
     *
     * @param text any part of it
     */
    void printPart(String text);

    /**
     * Reads a line.
     *
     * @param prompt what to show before it
     * @param assistant helps with editing
     * @return what the student did
     */
    Input read(String prompt, Assistant assistant);

    /**
     * Waits for work to be done, and listen for Ctrl-C meanwhile.
     *
     * @param work what to do
     * @param onInterrupt what Ctrl-C does
     * @return what the work returned
     */
    <T> T attend(Supplier<T> work, Runnable onInterrupt);

    @Override
    void close();

    /** Helps with what is being typed. */
    interface Assistant {

        /** Helps with nothing. */
        Assistant NONE = new Assistant() {
            @Override
            public boolean isComplete(String text) {
                return true;
            }

            @Override
            public Completions complete(String text, int cursor) {
                return new Completions(cursor, List.of());
            }
        };

        /**
         * Tells whether Enter ends the input, or begins another line of it.
         *
         * @param text what was typed so far
         * @return whether it ends
         */
        boolean isComplete(String text);

        /**
         * Finds out how it could go on.
         *
         * @param text what was typed so far
         * @param cursor where the cursor is in it
         * @return the possibilities
         */
        Completions complete(String text, int cursor);
    }

    /**
     * Lists how what is being typed could go on.
     *
     * @param from the index from which on it would be replaced
     * @param candidates by what
     */
    record Completions(int from, List<String> candidates) {

        /** Make completions. */
        public Completions {
            candidates = List.copyOf(candidates);
        }
    }
}
