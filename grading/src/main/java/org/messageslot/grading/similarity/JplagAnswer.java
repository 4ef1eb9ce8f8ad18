// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.similarity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What JPlag said: words and numbers, of a process that has read strangers' text, and so not to be trusted.
 *
 * @param pairs the pairs, the most similar first
 * @param refused the numbers of works that were not compared, and why
 */
record JplagAnswer(List<Likeness> pairs, Map<Integer, Reason> refused) {

    /** Why a work was not compared. */
    enum Reason {
        /** It is no C. */
        UNREAD("is not to be read as C"),
        /** There is next to nothing in it. */
        SMALL("is too short to be compared"),
        /** There is far too much in it. */
        HUGE("is many times longer than any such module, and was not compared");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** How alike two works are, in percent. */
    record Likeness(int first, int second, int alike, int contained, List<AlikeLines> spots) {}

    /** What is alike in them: how many tokens, and for each the number of the file and the lines. */
    record AlikeLines(
            int tokens, int firstFile, int firstFrom, int firstTo, int secondFile, int secondFrom, int secondTo) {}

    static JplagAnswer of(String text) throws IOException {
        List<Likeness> pairs = new ArrayList<>();
        Map<Integer, Reason> refused = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals("end")) {
            throw unclear();
        }
        for (String line : lines.subList(0, lines.size() - 1)) {
            String[] words = line.split(" ", -1);
            try {
                switch (words[0]) {
                    case "pair" ->
                        pairs.add(new Likeness(
                                number(words, 1),
                                number(words, 2),
                                number(words, 3),
                                number(words, 4),
                                new ArrayList<>()));
                    case "match" -> pairs.get(pairs.size() - 1).spots().add(spot(words));
                    case "unread" -> refused.put(number(words, 1), Reason.UNREAD);
                    case "small" -> refused.put(number(words, 1), Reason.SMALL);
                    case "huge" -> refused.put(number(words, 1), Reason.HUGE);
                    default -> throw unclear();
                }
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw unclear();
            }
        }
        return new JplagAnswer(pairs, refused);
    }

    private static AlikeLines spot(String[] words) {
        return new AlikeLines(
                number(words, 1),
                number(words, 2),
                number(words, 3),
                number(words, 4),
                number(words, 5),
                number(words, 6),
                number(words, 7));
    }

    private static int number(String[] words, int index) {
        return Integer.parseUnsignedInt(words[index]);
    }

    static IOException unclear() {
        return new IOException("what JPlag says cannot be understood; it is " + Jplag.VERSION + " that is meant.");
    }
}
