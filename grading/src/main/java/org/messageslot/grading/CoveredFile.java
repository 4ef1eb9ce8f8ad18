// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import java.util.ArrayList;
import java.util.List;

/**
 * A file of the module's source, and how often the checks reached its lines.
 *
 * @param name its path in what was handed in
 * @param lines all of its lines
 */
public record CoveredFile(String name, List<CoveredLine> lines) {

    /** Keep a copy of the list. */
    public CoveredFile {
        lines = List.copyOf(lines);
    }

    /**
     * Names the lines that are so; lines that follow each other, but for such without code, are one range.
     *
     * @param reach what they are
     * @return numbers such as {@code 31}, and ranges such as {@code 77-80}
     */
    public List<String> ranges(Reach reach) {
        List<String> ranges = new ArrayList<>();
        int first = 0;
        int last = 0;
        for (int i = 1; i <= lines.size(); i++) {
            Reach here = lines.get(i - 1).reach();
            if (here == reach) {
                first = first == 0 ? i : first;
                last = i;
            } else if (here != Reach.NO_CODE && first > 0) {
                ranges.add(range(first, last));
                first = 0;
            }
        }
        if (first > 0) {
            ranges.add(range(first, last));
        }
        return ranges;
    }

    private static String range(int first, int last) {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
