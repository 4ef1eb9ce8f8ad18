// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.similarity;

/**
 * C without what a student may write anything in: comments, literals, and characters that are no C.
 *
 * <p>JPlag gives up at a source that it cannot read, which one odd character is enough for. What is left here it can read, on the
 * same lines; names do not matter to it, nor do texts.
 */
final class PlainC {

    private final String source;
    private final StringBuilder plain;
    private int at;

    private PlainC(String source) {
        this.source = source;
        this.plain = new StringBuilder(source.length());
    }

    /**
     * Takes out of a source what says nothing about how it works.
     *
     * @param source any text
     * @return ASCII, with as many lines
     */
    static String of(String source) {
        PlainC c = new PlainC(source.replace("\r\n", "\n").replace('\r', '\n'));
        while (c.at < c.source.length()) {
            c.step();
        }
        return c.plain.append('\n').toString();
    }

    private void step() {
        char character = source.charAt(at);
        if (source.startsWith("/*", at)) {
            int end = source.indexOf("*/", at + 2);
            blank(end < 0 ? source.length() : end + 2);
        } else if (source.startsWith("//", at)) {
            blank(lineEnd());
        } else if (character == '"' || character == '\'') {
            plain.append(character == '"' ? "\"\"" : "0");
            blank(literalEnd(character));
        } else {
            plain.append(plain(character));
            at++;
        }
    }

    private static char plain(char character) {
        if (character > '~') {
            return 'x';
        }
        boolean foreign = (character < ' ' && character != '\n') || "@$`".indexOf(character) >= 0;
        return foreign ? ' ' : character;
    }

    /** Goes on to a place, and keeps the line ends on the way. */
    private void blank(int end) {
        plain.append(' ');
        source.substring(at, end).chars().filter(c -> c == '\n').forEach(c -> plain.append('\n'));
        at = end;
    }

    private int lineEnd() {
        int end = source.indexOf('\n', at);
        return end < 0 ? source.length() : end;
    }

    /** Where a literal ends: after its quote, or with the line if there is none. */
    private int literalEnd(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote && source.charAt(end) != '\n') {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        boolean closed = end < source.length() && source.charAt(end) == quote;
        return Math.min(closed ? end + 1 : end, source.length());
    }
}
