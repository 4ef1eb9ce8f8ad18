// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.submission.CodeLines;
import org.messageslot.grading.submission.CodeLines.CodeLine;

/**
 * The student's lines of places in a module's code. Immutable.
 *
 * @param lines by place
 */
public record CodeMap(Map<Long, CodeLine> lines) {

    /** Keep a copy. */
    public CodeMap {
        lines = Map.copyOf(lines);
    }

    /**
     * Finds lines.
     *
     * @param code what knows them
     * @param sections where the sections of the code begin
     * @param places which places
     */
    static CodeMap of(CodeLines code, Map<String, Long> sections, Collection<Long> places)
            throws UngradableException, InterruptedException {
        TreeMap<Long, String> starts = new TreeMap<>();
        sections.forEach((name, start) -> starts.put(start, name));
        Map<Long, CodeLine> found = new HashMap<>();
        try {
            for (Map.Entry<Long, String> section : starts.entrySet()) {
                Long end = starts.higherKey(section.getKey());
                TreeSet<Long> offsets = new TreeSet<>();
                places.stream()
                        .filter(place -> place >= section.getKey() && (end == null || place < end))
                        .forEach(place -> offsets.add(place - section.getKey()));
                if (!offsets.isEmpty()) {
                    code.of(section.getValue(), offsets)
                            .forEach((offset, line) -> found.put(offset + section.getKey(), line));
                }
            }
        } catch (IOException e) {
            throw new UngradableException("The module's lines cannot be read: " + e.getMessage(), e);
        }
        return new CodeMap(found);
    }

    /**
     * Finds the line of a place.
     *
     * @param place the place
     * @return its line; empty if it is none of the student's
     */
    public Optional<CodeLine> line(long place) {
        return Optional.ofNullable(lines.get(place));
    }
}
