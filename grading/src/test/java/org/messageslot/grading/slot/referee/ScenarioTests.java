// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.slot.SlotAssignment;

class ScenarioTests {

    @Test
    void thereAreFourteenThatDifferEachWithACheck() {
        assertThat(Scenario.all()).hasSize(14);
        assertThat(SlotAssignment.SLOT.catalogue().ids())
                .containsAll(Scenario.all().stream()
                        .map(scenario -> "schedules-" + scenario.name())
                        .toList());
        assertThat(Scenario.all()).extracting(Scenario::name).doesNotHaveDuplicates();
        assertThat(Scenario.all()).extracting(Scenario::title).doesNotHaveDuplicates();
    }

    @Test
    void aScenarioIsReadAndWritten() {
        Scenario scenario = Scenario.parse("""
                # a remark
                scenario both: two writers
                before open 0, select 0 7
                thread write 0 a 90
                thread read 0 128, close 0
                after open 1
                """).get(0);
        assertThat(scenario.name()).isEqualTo("both");
        assertThat(scenario.title()).isEqualTo("two writers");
        assertThat(scenario.threads().get(1)).hasToString("[read(f0, 128), close(f0)]");
        assertThat(scenario.lines()).isEqualTo("""
                before open 0
                before select 0 7
                thread 0 write 0 a 90
                thread 1 read 0 128
                thread 1 close 0
                after open 1
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open 4", "write 0 A 90", "write 0 a", "select 0", "read", "poll 0", "read 0 128 "})
    void whatIsNoCallIsRefused(String text) {
        assertThatThrownBy(() -> ScenarioCall.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void threadsHaveLetters() {
        assertThat(List.of(Scenario.threadName(0), Scenario.threadName(2), Scenario.threadName(255)))
                .containsExactly("A", "C", "-");
    }
}
