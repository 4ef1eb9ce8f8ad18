// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.oracle.Asked;
import org.messageslot.oracle.AskedInARow;
import org.messageslot.oracle.CallKind;
import org.messageslot.oracle.Condition;
import org.messageslot.oracle.Condition.ChannelState;

/** How much of the assignment the checks ask; what is asked no more fails here. */
class CoverageTests {

    private static final long SEED = 1;
    private static final double IN_A_ROW = 0.95;

    /** What a check asks that looks for one thing, of 78 calls in a condition. */
    private static final int BY_ONE = 46;

    private static Coverage coverage(String edition) throws DataFileException {
        return Coverage.of(SlotAssignment.SLOT.editions().named(edition), SEED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020", "2024", "2025", "2026", "extensions"})
    void allThatTheTextDecidesIsAsked(String edition) throws DataFileException {
        Coverage coverage = coverage(edition);
        Map<AskedInARow, Set<String>> inARow = coverage.decidedInARow();
        System.out.println(String.join("\n", new CoverageText(coverage).lines().subList(0, 3)));
        assertThat(Coverage.missing(coverage.decided())).isEmpty();
        assertThat(Coverage.missing(inARow)).hasSizeLessThanOrEqualTo((int) (inARow.size() * (1 - IN_A_ROW)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024", "2025", "2026"})
    void whatTheTextLeavesOpenIsNotAsked(String edition) throws DataFileException {
        assertThat(coverage(edition).leftOpen())
                .isNotEmpty()
                .allSatisfy((asked, checks) -> assertThat(checks).isEmpty());
    }

    @Test
    void checksThatLookForOneThingAskNoLessThanTheyDid() throws DataFileException {
        long asked = coverage("2024").decided().values().stream()
                .filter(checks -> checks.stream().anyMatch(id -> !id.equals("random-calls")))
                .count();
        assertThat(asked).isGreaterThanOrEqualTo(BY_ONE);
    }

    @Test
    void aCheckIsSeenByTheCallsThatItMakes() throws DataFileException {
        Coverage coverage = coverage("2024");
        Condition full = new Condition(ChannelState.FULL, false, false);
        Condition none = new Condition(ChannelState.NONE, false, false);
        assertThat(coverage.decided().get(new Asked(full, CallKind.READ_SMALL)))
                .contains("read-small-buffer")
                .doesNotContain("write-then-read");
        assertThat(coverage.decidedInARow()
                        .get(new AskedInARow(new Asked(none, CallKind.SELECT_OTHER), CallKind.WRITE)))
                .contains("write-then-read");
        assertThat(coverage.elsewhere())
                .containsEntry("memory-close", "it asks what memory the module holds")
                .containsEntry("load-and-unload", "it looks into the kernel, or runs a program there");
    }

    @Test
    void theTextTellsWhoAsksWhat() throws DataFileException {
        List<String> lines = new CoverageText(coverage("2024")).lines();
        assertThat(lines)
                .contains("no channel", "channel with a message, after a refused call", "Left open by the text:")
                .anyMatch(line -> line.matches(" +write 0 bytes +heap-refused-write, .*"))
                .anyMatch(line -> line.matches(" +read 0 bytes +not asked"))
                .doesNotContain("Not asked in a row:");
    }
}
