// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.util.PrimitiveIterator;

/**
 * Strangers' text made fit to be shown on a terminal and in reports: nothing in it moves the cursor, turns the direction of
 * writing, or breaks a line where none is expected. (Escaping for HTML or CSV is the report's own affair.)
 */
public final class Shown {

    private static final int LONGEST_NAME = 120;

    private Shown() {}

    /**
     * Makes a name fit to be shown: one line of at most 120 characters.
     *
     * @param name any text, {@code "a\nb"} for example
     * @return the text with what cannot be seen written as an escape, {@code a\nb} for example
     */
    public static String name(String name) {
        String shown = escaped(name, false);
        if (shown.length() <= LONGEST_NAME) {
            return shown;
        }
        return whole(shown, LONGEST_NAME - 20) + "... (" + name.length() + " characters)";
    }

    /**
     * Makes text of several lines fit to be shown. Line ends and tabs stay.
     *
     * @param text any text
     * @param longest the most characters to return, not counting the line that says what was left out
     * @return the text
     */
    public static String text(String text, int longest) {
        String shown = escaped(text, true);
        if (shown.length() <= longest) {
            return shown;
        }
        String start = whole(shown, longest);
        int lineEnd = start.lastIndexOf('\n');
        start = lineEnd > 0 ? start.substring(0, lineEnd) : start;
        long left = shown.substring(start.length()).stripLeading().lines().count();
        return start + "\n... (" + left + " more lines)\n";
    }

    /** The first so many characters, without cutting a pair of surrogates in two. */
    private static String whole(String text, int length) {
        return Character.isHighSurrogate(text.charAt(length - 1))
                ? text.substring(0, length - 1)
                : text.substring(0, length);
    }

    private static String escaped(String text, boolean lines) {
        StringBuilder shown = new StringBuilder(text.length());
        PrimitiveIterator.OfInt characters = text.codePoints().iterator();
        while (characters.hasNext()) {
            append(shown, characters.nextInt(), lines);
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, int character, boolean lines) {
        boolean layout = character == '\n' || character == '\t';
        if (layout && lines) {
            shown.append((char) character);
        } else if (character == '\n') {
            shown.append("\\n");
        } else if (character == '\r') {
            shown.append(lines ? "" : "\\r");
        } else if (isVisible(character)) {
            shown.appendCodePoint(character);
        } else {
            shown.append(String.format(character < 256 ? "\\x%02x" : "\\u{%x}", character));
        }
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
