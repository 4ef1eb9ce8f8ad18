// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the compiler tells of a module's flow, and what follows from its counters. */
class FlowTests {

    private static final int ON_TREE = 1;

    /** Lines: 10 asks, 11 is one way, 12 the other, 13 the end; two of the arcs are counted. */
    private static byte[] branch() {
        return GraphBytes.gcc12()
                .function("branch", 6)
                .arcs(0, 2, ON_TREE)
                .arcs(2, 3, 0, 4, ON_TREE)
                .arcs(3, 5, ON_TREE)
                .arcs(4, 5, 0)
                .arcs(5, 1, ON_TREE)
                .lines(2, 10)
                .lines(3, 11)
                .lines(4, 12)
                .lines(5, 13)
                .bytes();
    }

    private static long times(Map<SourcePlace, Long> times, int line) {
        return times.getOrDefault(new SourcePlace("/submission/slot.c", line), -1L);
    }

    @Test
    void whatIsNotCountedFollowsFromWhatIs() {
        FlowFunction function = GraphFile.read(branch()).get(0);
        assertThat(function.counters()).isEqualTo(2);
        Map<SourcePlace, Long> times = Flow.times(function, new long[] {3, 4});
        assertThat(List.of(times(times, 10), times(times, 11), times(times, 12), times(times, 13)))
                .containsExactly(7L, 3L, 4L, 7L);
    }

    /** A line that is a loop by itself is come to once; one with a body as often as its condition is asked. */
    @Test
    void aLoopIsCountedByItsEntries() {
        byte[] loop = GraphBytes.gcc12()
                .function("loop", 5)
                .arcs(0, 2, 0)
                .arcs(2, 3, 0, 4, ON_TREE)
                .arcs(3, 2, ON_TREE)
                .arcs(4, 1, ON_TREE)
                .lines(2, 20, 21)
                .lines(3, 21, 22)
                .lines(4, 23)
                .bytes();
        Map<SourcePlace, Long> times = Flow.times(GraphFile.read(loop).get(0), new long[] {1, 9});
        assertThat(List.of(times(times, 20), times(times, 21), times(times, 22), times(times, 23)))
                .containsExactly(10L, 1L, 9L, 1L);
    }

    @Test
    void countersThatContradictEachOtherGiveNoNegativeCounts() {
        byte[] two = GraphBytes.gcc12()
                .function("two", 4)
                .arcs(0, 2, 0)
                .arcs(2, 3, 0, 1, ON_TREE)
                .arcs(3, 1, ON_TREE)
                .lines(3, 30)
                .bytes();
        FlowFunction function = GraphFile.read(two).get(0);
        assertThat(Flow.times(function, new long[] {1, 5}).values()).allMatch(times -> times >= 0);
        assertThat(Flow.times(function, new long[] {Long.MIN_VALUE, Long.MAX_VALUE})
                        .values())
                .allMatch(times -> times >= 0);
    }

    @Test
    void aFileThatIsCutOrChangedIsRefusedOrReadButNothingElse() {
        byte[] whole = branch();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < whole.length; i++) {
            readOrRefuse(Arrays.copyOf(whole, i));
            byte[] changed = whole.clone();
            changed[i] = (byte) random.nextInt();
            readOrRefuse(changed);
        }
    }

    private static void readOrRefuse(byte[] file) {
        try {
            GraphFile.read(file).forEach(function -> Flow.times(function, new long[function.counters()]));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 200_001, Integer.MAX_VALUE})
    void aFunctionWithTooManyBlocksIsRefused(int blocks) {
        byte[] file = GraphBytes.gcc12().function("many", blocks).bytes();
        assertThatThrownBy(() -> GraphFile.read(file)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherCompilersAreRefused() {
        byte[] file = branch();
        file[7] = 'A';
        assertThatThrownBy(() -> GraphFile.read(file)).hasMessage("it is of a compiler before gcc 12");
    }

    /** Solving takes time in proportion to the arcs, also where all of them meet in one block. */
    @Test
    @Timeout(10)
    void aLargeFunctionIsSolvedSoon() {
        int middle = 50_000;
        GraphBytes file = GraphBytes.gcc12().function("large", middle + 3);
        for (int block = 2; block < middle; block++) {
            file.arcs(block == 2 ? 0 : block - 1, block, ON_TREE);
            file.arcs(block, middle, 0);
        }
        file.arcs(middle - 1, middle + 1, ON_TREE).arcs(middle, 1, ON_TREE).arcs(middle + 1, 1, ON_TREE);
        file.lines(middle, 40);
        FlowFunction function = GraphFile.read(file.bytes()).get(0);
        long[] counters = new long[function.counters()];
        Arrays.fill(counters, 1);
        assertThat(times(Flow.times(function, counters), 40)).isEqualTo(counters.length);
    }

    @Test
    void countersThatAreListedTwiceOrLieElsewhereAreLeftOut() {
        CounterTable table = CounterTable.of("""
                0000000000000000 0000000000000010 b __gcov0.one
                0000000000000010 0000000000000008 b __gcov0.two
                0000000000000018 0000000000000008 b __gcov0.two
                fffffffffffffff8 0000000000000010 b __gcov0.negative
                0000000000000020 7ffffffffffffff8 b __gcov0.endless
                0000000000000024 0000000000000008 b __gcov0.askew
                0000000000000030 0000000000000008 d other
                """);
        assertThat(table.places()).containsOnlyKeys("one");
        assertThat(table.places().get("one")).isEqualTo(new CounterRange(0, 2));
    }
}
