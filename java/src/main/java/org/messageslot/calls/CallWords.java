// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The words of a line that says a call in a script, read one after the other; and how such words are written. */
public interface CallWords {

    /** {@return the next word as a number}
     * @throws IOException if it is none
     */
    long number() throws IOException;

    /** {@return the next word as a text}
     * @throws IOException if there is none
     */
    String text() throws IOException;

    /** {@return the next words as a buffer}
     * @throws IOException if they are none
     */
    Buffer buffer() throws IOException;

    /**
     * Says that something is wrong with the line.
     *
     * @param sentence what, without a full stop
     * @return what is to be thrown
     */
    IOException wrong(String sentence);

    /**
     * Writes a call.
     *
     * @param call the call
     * @return its name and its arguments
     */
    static String of(Call call) {
        return call.name() + " " + call.words();
    }

    /**
     * Writes a buffer.
     *
     * @param buffer the buffer
     * @return the words that say where it lies and what it holds
     */
    static String of(Buffer buffer) {
        return switch (buffer.kind()) {
            case BYTES -> isRoom(buffer.bytes()) ? "room " + buffer.length() : quoted(buffer.bytes());
            case READ_ONLY -> "read-only " + quoted(buffer.bytes());
            case CROSSING -> "crossing " + quoted(buffer.bytes()) + " " + buffer.length();
            case NULL, UNMAPPED, KERNEL, UNTOUCHED ->
                buffer.kind().name().toLowerCase(Locale.ROOT) + " " + buffer.length();
        };
    }

    private static boolean isRoom(byte[] bytes) {
        for (byte one : bytes) {
            if (one != Buffer.FILL) {
                return false;
            }
        }
        return bytes.length > 0;
    }

    /**
     * Writes a text in quotes.
     *
     * @param text the text
     * @return its UTF-8 bytes as a string in C
     */
    static String quoted(String text) {
        return quoted(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes bytes in quotes.
     *
     * @param bytes the bytes
     * @return all of them as a string in C; without a {@code >}, which begins what came of an act
     */
    static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (byte one : bytes) {
            char c = (char) (one & 0xff);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f && c != '>') {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            }
        }
        return text.append('"').toString();
    }
}
