// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How often each arc of a function was taken. Some arcs are counted; the others follow, because a block is left as often as it is
 * entered. Takes time in proportion to the arcs. Not thread-safe.
 */
final class Flow {

    private static final int BEGINNING = 0;
    private static final int END = 1;

    /** No guest lives that long; sums of such numbers do not overflow. */
    private static final long LARGEST = 1L << 40;

    private final FlowFunction function;
    private final long[] times;
    private final boolean[] known;
    private final FlowSide[] into;
    private final FlowSide[] outOf;
    private final Deque<Integer> changed = new ArrayDeque<>();

    private Flow(FlowFunction function) {
        this.function = function;
        this.times = new long[function.arcs().size()];
        this.known = new boolean[times.length];
        this.into = sides(function.blocks());
        this.outOf = sides(function.blocks());
        for (int i = 0; i < times.length; i++) {
            outOf[function.arcs().get(i).from()].add(i);
            into[function.arcs().get(i).to()].add(i);
        }
    }

    private static FlowSide[] sides(int count) {
        return Stream.generate(FlowSide::new).limit(count).toArray(FlowSide[]::new);
    }

    /**
     * Counts how often control came to each line of a function, from another line or from outside.
     *
     * @param function the function
     * @param counters its counters, {@link FlowFunction#counters} of them
     * @return how often, for each of its lines
     */
    static Map<SourcePlace, Long> times(FlowFunction function, long[] counters) {
        Flow flow = new Flow(function);
        flow.solve(counters);
        Map<SourcePlace, Long> times = new HashMap<>();
        function.lines().forEach((place, blocks) -> times.put(place, flow.entries(blocks)));
        return times;
    }

    private void solve(long[] counters) {
        int next = 0;
        for (int block = 0; block < function.blocks(); block++) {
            for (int arc : outOf[block].arcs()) {
                if (function.arcs().get(arc).counted()) {
                    learn(arc, Math.max(0, Math.min(LARGEST, counters[next++])));
                }
            }
            changed.add(block);
        }
        while (!changed.isEmpty()) {
            balance(changed.remove());
        }
    }

    private void learn(int arc, long count) {
        times[arc] = count;
        known[arc] = true;
        FlowArc one = function.arcs().get(arc);
        outOf[one.from()].learn(count);
        into[one.to()].learn(count);
        changed.add(one.from());
        changed.add(one.to());
    }

    /** No arc enters the function's beginning, and none leaves its end. */
    private void balance(int block) {
        if (block == BEGINNING || block == END) {
            return;
        }
        FlowSide in = into[block];
        FlowSide out = outOf[block];
        if (in.unknown() == 0 && out.unknown() == 1) {
            complete(out, in.sum());
        } else if (out.unknown() == 0 && in.unknown() == 1) {
            complete(in, out.sum());
        }
    }

    /** The one arc that is not known is what the others leave of the sum. */
    private void complete(FlowSide side, long total) {
        int missing =
                side.arcs().stream().filter(arc -> !known[arc]).findFirst().orElseThrow();
        learn(missing, Math.max(0, total - side.sum()));
    }

    private long entries(Set<Integer> blocks) {
        return blocks.stream()
                .flatMap(block -> into[block].arcs().stream())
                .filter(arc -> !blocks.contains(function.arcs().get(arc).from()))
                .mapToLong(arc -> times[arc])
                .sum();
    }
}
