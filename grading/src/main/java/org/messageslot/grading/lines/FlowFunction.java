// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A function as the compiler counts it: blocks, and the arcs between them. Block 0 is its beginning, block 1 its end; neither has
 * lines.
 *
 * @param name the function's name
 * @param blocks how many blocks there are
 * @param arcs the arcs in the order of their counters
 * @param lines which blocks each line has a part in
 */
record FlowFunction(String name, int blocks, List<FlowArc> arcs, Map<SourcePlace, Set<Integer>> lines) {

    FlowFunction {
        arcs = List.copyOf(arcs);
        lines = Map.copyOf(lines);
    }

    /** {@return how many counters it has} */
    int counters() {
        return (int) arcs.stream().filter(FlowArc::counted).count();
    }
}
