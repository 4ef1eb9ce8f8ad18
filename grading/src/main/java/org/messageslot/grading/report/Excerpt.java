// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.ArrayList;
import java.util.List;

/** Cuts long text for reports that people read: its beginning and its end, and how much was left out between. */
final class Excerpt {

    private static final int MAX_COLUMNS = 500;

    private Excerpt() {}

    /**
     * Cuts a text, and makes it safe to show.
     *
     * @param text any text
     * @param maxLines how many lines to keep, 2 or more
     * @return the lines, at most one more than that, each at most 500 characters and a remark long; none for a blank
     *     text
     */
    static List<String> lines(String text, int maxLines) {
        return text.isBlank() ? List.of() : of(text.stripTrailing().lines().toList(), maxLines);
    }

    /**
     * Cuts a list of lines, and makes each safe to show.
     *
     * @param all any texts; a line feed in one is written out
     * @param maxLines how many to keep, 2 or more
     * @return the lines, at most one more than that
     */
    static List<String> of(List<String> all, int maxLines) {
        if (all.size() <= maxLines) {
            return all.stream().map(Excerpt::line).toList();
        }
        int head = maxLines / 3;
        int tail = maxLines - head;
        List<String> kept = new ArrayList<>();
        all.subList(0, head).forEach(line -> kept.add(line(line)));
        kept.add("[... " + (all.size() - maxLines) + " lines left out; grade.json has them all ...]");
        all.subList(all.size() - tail, all.size()).forEach(line -> kept.add(line(line)));
        return List.copyOf(kept);
    }

    /** {@return one line, cut if it is very long, safe to show} */
    static String line(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_COLUMNS) {
            return Visible.line(text);
        }
        int end = text.offsetByCodePoints(0, MAX_COLUMNS);
        return Visible.line(text.substring(0, end)) + " [... " + (text.length() - end) + " characters left out ...]";
    }
}
