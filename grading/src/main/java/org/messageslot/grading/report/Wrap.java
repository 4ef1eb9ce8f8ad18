// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines of a width; counts characters, not columns of a font. */
public final class Wrap {

    private Wrap() {}

    /**
     * Breaks a sentence at its spaces, and a word that is wider than a line anywhere.
     *
     * @param text one line of text
     * @param indent what every line but the first begins with
     * @param width the most characters of a line
     * @return the lines, at least one
     */
    public static List<String> lines(String text, String indent, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (length(rest) > width) {
            int limit = rest.offsetByCodePoints(0, width);
            int space = rest.lastIndexOf(' ', limit);
            boolean hasWord =
                    space > indent.length() && !rest.substring(0, space).isBlank();
            int end = hasWord ? space : limit;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = indent + (hasWord ? rest.substring(end).stripLeading() : rest.substring(end));
        }
        lines.add(rest);
        return lines;
    }

    /** Breaks a line of code or of a log, which begins with an indent and goes on with a deeper one. */
    static List<String> code(String text, String indent, int width) {
        return lines(indent + text, indent + "    ", width);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
