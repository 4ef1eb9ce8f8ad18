// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

/**
 * Makes text from a submission safe to show: what would steer a terminal, a browser or an editor is written out.
 *
 * <p>Control characters (terminal escapes among them), characters that turn the direction of writing or are invisible,
 * and halves of surrogate pairs become {@code \x1b} or {@code \u202e}; all else, Hebrew and Arabic letters included,
 * stays as it is.
 */
public final class Visible {

    private Visible() {}

    /**
     * Makes a text of several lines safe.
     *
     * @param text any text
     * @return the text with its line feeds and tabs, and everything else that has no glyph of its own written out
     */
    public static String lines(String text) {
        return shown(text, true);
    }

    /**
     * Makes a text safe that must stay on one line.
     *
     * @param text any text
     * @return the text with everything that has no glyph of its own written out, line feeds and tabs too
     */
    public static String line(String text) {
        return shown(text, false);
    }

    private static String shown(String text, boolean lines) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (lines && (c == '\n' || c == '\t')) {
                shown.append((char) c);
            } else if (hasGlyph(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(written(c));
            }
        });
        return shown.toString();
    }

    /** {@return whether a character shows as itself, and does nothing else} */
    static boolean hasGlyph(int c) {
        return switch (Character.getType(c)) {
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

    private static String written(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> String.format(c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
        };
    }
}
