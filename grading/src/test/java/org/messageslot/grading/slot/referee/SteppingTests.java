// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.slot.referee.Standing.ThreadState;
import org.messageslot.grading.submission.CodeLines.CodeLine;

/** Choices one after the other, on a kernel whose answers are known. */
class SteppingTests {

    private static final Scenario SCENARIO = Scenario.parse("""
            scenario short: a writer and a reader
            before open 0, open 1, select 0 7, select 1 7, write 0 x 3
            thread write 0 a 2
            thread read 1 8
            after read 0 8
            """).get(0);

    /** The writer first: a choice at the beginning, one before its call in which nothing happened yet, one in the middle of it. */
    private static final String WRITER_FIRST = """
            searched 1 0
            outcome 0 1 1 0 0
            changes
            call 0 0 1 5 2 0\s
            call 1 0 6 9 2 0 6161
            after 3 0 0 0 2 0 6161
            event 0 9 0 3 10 0 0 0 0 0 2
            event 0 1 0 0 20 8 0 0 1000 2 2
            event 0 1 0 0 20 8 0 0 1008 2 3
            event 0 10 0 3 10 0 0 0 2 0 3
            event 1 9 0 2 30 0 0 0 0 0 3
            event 1 0 0 0 40 8 0 0 1000 2 3
            event 1 10 0 2 30 0 0 0 2 0 3
            turn 255 3 0 0
            turn 0 3 0 0
            turn 0 3 0 0
            places 20 40
            end
            """;

    /** The reader goes on in the middle of the write. */
    private static final String READER_BETWEEN = """
            searched 1 0
            outcome 0 1 2 0 0
            changes 2:1
            call 0 0 1 9 2 0\s
            call 1 0 3 6 3 0 616178
            after 3 0 0 0 2 0 6161
            event 0 9 0 3 10 0 0 0 0 0 2
            event 0 1 0 0 20 8 0 0 1000 2 2
            event 1 9 0 2 30 0 0 0 0 0 3
            event 1 6 0 0 40 4 0 0 5000 0 3
            event 1 8 0 0 40 0 0 0 5000 0 3
            event 0 1 0 0 20 8 0 0 1008 2 4
            turn 255 3 0 0
            turn 0 3 0 0
            turn 0 3 0 1
            turn 0 5 0 0
            places 20 40
            end
            """;

    private final List<String> asked = new ArrayList<>();
    private String between = READER_BETWEEN;

    private final class Known implements Stepping.ReplayingKernel {
        @Override
        public SearchAnswer ask(String script) {
            String last = script.substring(script.lastIndexOf('\n', script.length() - 2) + 1)
                    .strip();
            asked.add(last);
            return SearchAnswer.parse(last.equals("replay 2:1") ? between : WRITER_FIRST);
        }

        @Override
        public CodeMap lines(SearchAnswer answer) {
            return new CodeMap(Map.of(
                    0x20L, new CodeLine("message_slot.c", 20, "store", "memcpy(a, b, c);"),
                    0x40L, new CodeLine("message_slot.c", 40, "load", "mutex_lock(&lock);")));
        }

        @Override
        public void close() {
            asked.add("close");
        }
    }

    private Stepping stepping() throws Exception {
        return new Stepping(new Known(), SCENARIO);
    }

    @Test
    void aChoiceBeforeWhichNothingHappenedIsNotAskedFor() throws Exception {
        Stepping stepping = stepping();
        assertThat(stepping.standing()).extracting(Standing::state).containsOnly(ThreadState.NOT_BEGUN);
        stepping.choose(0);
        assertThat(stepping.next()).contains(new Turn(0, 3, 0, 0));
        assertThat(stepping.sinceLast().rows())
                .extracting(ScheduleTrace.TraceRow::text)
                .containsExactly("write(f0, 2 x 'a')", "memcpy(a, b, c);");
        assertThat(stepping.standing().get(0).state())
                .as("the rest of the copy is the same line")
                .isEqualTo(ThreadState.IN_LINE);
        assertThat(stepping.standing().get(1).state()).isEqualTo(ThreadState.NOT_BEGUN);
    }

    @Test
    void whatWouldComeByItselfIsNotReplayed() throws Exception {
        Stepping stepping = stepping();
        stepping.choose(0);
        stepping.choose(0);
        assertThat(asked).containsExactly("search 1 3000", "replay");
        assertThat(stepping.next()).isEmpty();
        assertThat(stepping.choices()).containsExactly(0, 0);
        assertThat(stepping.sinceLast().rows())
                .extracting(ScheduleTrace.TraceRow::text)
                .contains("returns 2", "read(f1, 8)");
        assertThat(stepping.result().isRight()).isTrue();
        assertThat(stepping.result().behaviour().preemptions()).isZero();
        assertThat(stepping.order().orElseThrow()).containsExactly(Behaviours.call(0, 0), Behaviours.call(1, 0));
        assertThatThrownBy(() -> stepping.choose(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is nothing left to choose after 2 choices.");
    }

    @Test
    void anotherThreadIsReplayedAndJudged() throws Exception {
        Stepping stepping = stepping();
        stepping.choose(0);
        stepping.choose(1);
        assertThat(asked).endsWith("replay 2:1");
        FoundSchedule torn = stepping.result();
        assertThat(torn.wrong()).isTrue();
        assertThat(torn.isRight()).isFalse();
        assertThat(torn.behaviour().preemptions()).isEqualTo(1);
        assertThat(stepping.order()).isEmpty();
        Standing reader = stepping.standing().get(1);
        assertThat(reader.state()).isEqualTo(ThreadState.WAITS);
        assertThat(reader.held()).containsExactly("mutex_lock(&lock);");
        assertThat(reader.holder()).isEqualTo(OptionalInt.of(1));
        stepping.back();
        assertThat(stepping.result().isRight()).isTrue();
        stepping.restart();
        assertThat(stepping.choices()).isEmpty();
        stepping.close();
        assertThat(asked).endsWith("close");
    }

    @Test
    void aThreadThatCannotGoOnIsRefusedInASentence() throws Exception {
        Stepping stepping = stepping();
        assertThatThrownBy(() -> stepping.choose(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no such thread in short; there are A and B.");
        stepping.choose(0);
        stepping.choose(1);
        assertThatThrownBy(() -> stepping.choose(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Thread B cannot go on: it waits; A can.");
        assertThat(stepping.choices()).as("the choices stay").containsExactly(0, 1);
    }

    @Test
    void aModuleThatGoesAnotherWayTheSecondTimeIsNotJudged() throws Exception {
        between = READER_BETWEEN.replace("turn 0 3 0 1", "turn 1 3 1 1");
        Stepping stepping = stepping();
        stepping.choose(0);
        assertThatThrownBy(() -> stepping.choose(1))
                .isInstanceOf(RefereeException.class)
                .hasMessageContaining("led elsewhere this time");
    }
}
