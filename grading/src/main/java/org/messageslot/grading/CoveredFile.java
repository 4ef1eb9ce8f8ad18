// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

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
}
