// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said of lines that checks reach, and of those that none does. */
class SourceCoverageTests {

    private static CoveredFile file(String name, Reach... reaches) {
        return new CoveredFile(
                name,
                Stream.of(reaches).map(reach -> new CoveredLine("", reach, 0)).toList());
    }

    private static Reach[] everySecondNever(int lines) {
        return IntStream.range(0, lines)
                .mapToObj(i -> i % 2 == 0 ? Reach.NEVER : Reach.REACHED)
                .toArray(Reach[]::new);
    }

    @Test
    void linesThatFollowEachOtherAreOneRangeAcrossLinesWithoutCode() {
        CoveredFile file = file(
                "a.c",
                Reach.NEVER,
                Reach.NO_CODE,
                Reach.NEVER,
                Reach.NO_CODE,
                Reach.REACHED,
                Reach.NEVER,
                Reach.REACHED,
                Reach.ONLY_FAILING,
                Reach.NEVER,
                Reach.NEVER);
        assertThat(file.ranges(Reach.NEVER)).containsExactly("1-3", "6", "9-10");
        assertThat(file.ranges(Reach.ONLY_FAILING)).containsExactly("8");
        assertThat(file("b.c").ranges(Reach.NEVER)).isEmpty();
    }

    @Test
    void namesEachFileOnceAndNoMoreThanTwelvePlaces() {
        SourceCoverage few = new SourceCoverage(
                List.of(),
                List.of(file("a.c", Reach.REACHED, Reach.NEVER), file("b.c", Reach.NEVER, Reach.REACHED, Reach.NEVER)));
        assertThat(few.sentences()).containsExactly("2 of 5 lines were reached by checks; 3 by none: a.c:2, b.c:1, 3.");
        SourceCoverage many = new SourceCoverage(List.of(), List.of(file("a.c", everySecondNever(30))));
        assertThat(many.sentences().get(0)).endsWith("21, 23 and 3 places more.");
    }
}
