// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A paragraph of {@code Field: value} lines, in which Debian writes its lists (policy, section 5.1). */
final class Paragraph {

    private final Map<String, List<String>> fields = new HashMap<>();

    /** Reads a paragraph; a line that begins with a blank continues the one before. */
    Paragraph(List<String> lines) {
        List<String> current = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (line.startsWith(" ") || line.startsWith("\t")) {
                current.add(line.strip());
            } else if (colon > 0) {
                current = new ArrayList<>(List.of(line.substring(colon + 1).strip()));
                fields.putIfAbsent(line.substring(0, colon), current);
            }
        }
    }

    /** {@return a field's first line; empty if there is no such field} */
    String field(String name) {
        return fields.getOrDefault(name, List.of("")).get(0);
    }

    /** {@return the lines below a field's first one} */
    List<String> linesBelow(String name) {
        List<String> lines = fields.getOrDefault(name, List.of(""));
        return lines.subList(1, lines.size());
    }
}
