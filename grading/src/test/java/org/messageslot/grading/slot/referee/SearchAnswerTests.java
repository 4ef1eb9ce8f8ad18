// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.slot.referee.Behaviour.ScheduleEnd;
import org.messageslot.grading.slot.referee.Event.EventKind;
import org.messageslot.grading.slot.referee.Fault.FaultKind;

class SearchAnswerTests {

    private static final String ANSWER = """
            searched 34 1
            outcome 0 7 2 1 1
            changes 0:1 4:0
            call 0 0 1 13 90 0\s
            call 1 0 4 12 3 0 616278
            after 3 0 0 0 -1 11\s
            outcome 5 1 0 0 0
            changes none
            section .text 0
            section .text.unlikely 7f0
            fault 13 1 0 0 2a0 1b4 ffffffff 1 40 3
            event 1 0 0 0 2c5 1 1 21 ffff8880056becd5 80 2
            turn 255 3 0 1
            turn 1 3 1 1
            places 1e0 2c5
            end
            """;

    @Test
    void anAnswerIsRead() {
        SearchAnswer answer = SearchAnswer.parse(ANSWER);
        assertThat(answer.schedules()).isEqualTo(34);
        assertThat(answer.cut()).isTrue();
        Behaviour first = answer.behaviours().get(0);
        assertThat(first.end()).isEqualTo(ScheduleEnd.DONE);
        assertThat(first.count()).isEqualTo(7);
        assertThat(first.preemptions()).isEqualTo(1);
        assertThat(first.schedule())
                .contains(List.of(new Behaviour.ThreadSwitch(0, 1), new Behaviour.ThreadSwitch(4, 0)));
        assertThat(first.calls())
                .containsEntry(Behaviours.call(1, 0), Behaviours.made(4, 12, new CallResult(3, 0, "616278")));
        assertThat(new CallResult(3, 0, "616278")).hasToString("3: 1 x 'a', 1 x 'b', 1 x 'x'");
        assertThat(first.after()).extracting(CallResult::toString).containsExactly("-1 EWOULDBLOCK (11)");
        assertThat(answer.behaviours().get(1).end()).isEqualTo(ScheduleEnd.CRASH);
        assertThat(answer.behaviours().get(1).schedule()).isEmpty();
        Fault fault = answer.faults().get(0);
        assertThat(fault.kind()).isEqualTo(FaultKind.FREED);
        assertThat(fault.origin()).isEqualTo(Fault.NOWHERE);
        assertThat(answer.events()).extracting(Event::kind).containsExactly(EventKind.READ);
        assertThat(answer.events().get(0).turn()).isEqualTo(2);
        assertThat(answer.turns()).containsExactly(new Turn(255, 3, 0, 1), new Turn(1, 3, 1, 1));
        assertThat(answer.sections()).containsEntry(".text.unlikely", 0x7f0L);
    }

    /** A module can write what it likes into the memory of the program that prints. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "end",
                "outcome",
                "outcome 9 1 1 1 1",
                "outcome -1 1 1 1 1",
                "changes 1:2",
                "call 0 0 1 2 3",
                "call 0 0 1 2 3 0 6",
                "outcome 0 1 1 1 1\ncall 0 0 1 2 -1 99999 ",
                "fault 99 1 0 0 0 0 0 0 0 0",
                "event 1 x",
                "event 1 0 0 0 2c5 1 1 21 0 80",
                "turn 255 3 0",
                "turn 255 3 2 0",
                "turn 255 3 0 2",
                "turn 255 31 0 0",
                "places 1; rm -rf /",
                "trouble \u001b[31m",
                "<script>",
                "searched many 0"
            })
    void whatMakesNoSenseIsRefused(String line) {
        String text = line.equals("end") ? ANSWER.replace("end\n", "") : line + "\n" + ANSWER;
        assertThatThrownBy(() -> SearchAnswer.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyAnswerIsRefused() {
        assertThatThrownBy(() -> SearchAnswer.parse("")).isInstanceOf(IllegalArgumentException.class);
    }
}
