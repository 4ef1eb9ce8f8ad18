// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Texts of strangers in the columns of a terminal: Hebrew beside English, marks without a width, letters of two columns. */
public final class Cells {

    private static final String CUT = "..";
    private static final char ISOLATE = '\u2068';
    private static final char END_OF_ISOLATE = '\u2069';

    private Cells() {}

    /** {@return how many columns a text takes} */
    public static int width(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }

    /** {@return a text of at most so many columns, cut in the middle where it is longer} */
    public static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        if (columns <= CUT.length() + 1) {
            return start(text, columns);
        }
        int rest = columns - CUT.length();
        return start(text, (rest + 1) / 2) + CUT + end(text, rest / 2);
    }

    /** {@return the first columns of a text; what is isolated in it stays so} */
    static String start(String text, int columns) {
        StringBuilder start = new StringBuilder();
        int left = columns;
        for (int c : text.codePoints().toArray()) {
            left -= Math.max(0, WCWidth.wcwidth(c));
            if (left < 0) {
                break;
            }
            start.appendCodePoint(c);
        }
        long open = start.chars().filter(c -> c == ISOLATE).count()
                - start.chars().filter(c -> c == END_OF_ISOLATE).count();
        return start.append(open > 0 ? String.valueOf(END_OF_ISOLATE) : "").toString();
    }

    private static String end(String text, int columns) {
        String end = "";
        int at = text.length();
        while (at > 0) {
            int c = text.codePointBefore(at);
            int before = at - Character.charCount(c);
            String longer = text.substring(before);
            if (width(longer) > columns) {
                break;
            }
            end = longer;
            at = before;
        }
        return end;
    }

    /** {@return a text that does not turn the direction of what stands beside it} */
    public static String isolated(String text) {
        boolean turns = text.codePoints().anyMatch(Cells::isRightToLeft);
        return turns ? ISOLATE + text + END_OF_ISOLATE : text;
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    /** {@return a text in exactly so many columns} */
    public static String fit(String text, int columns) {
        String cut = cut(text, columns);
        return isolated(cut) + " ".repeat(Math.max(0, columns - width(cut)));
    }

    /** {@return a text in lines of at most so many columns, broken between words} */
    public static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && width(line + " " + word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
