// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where among a module's counters those of each function are.
 *
 * @param places the first counter and their number, by the function's name
 */
record CounterTable(Map<String, CounterRange> places) {

    /** As {@code nm -S} prints a counter: where it begins, how long it is, in bytes. */
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{16}) ([0-9a-f]{16}) b __gcov0\\.(\\S{1,1000})");

    CounterTable {
        places = Map.copyOf(places);
    }

    /**
     * Reads a list of counters. What is listed twice, or lies where no counters can be, is left out.
     *
     * @param text the list
     */
    static CounterTable of(String text) {
        Map<String, CounterRange> places = new HashMap<>();
        Set<String> twice = new HashSet<>();
        text.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            long from = Long.parseUnsignedLong(line.group(1), 16);
            long bytes = Long.parseUnsignedLong(line.group(2), 16);
            CounterRange range = new CounterRange(from / Long.BYTES, bytes / Long.BYTES);
            if (places.put(line.group(3), range) != null || !range.isPossible() || from % Long.BYTES != 0) {
                twice.add(line.group(3));
            }
        });
        places.keySet().removeAll(twice);
        return new CounterTable(places);
    }
}
