// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messageslot.grading.slot.referee.Behaviours.call;
import static org.messageslot.grading.slot.referee.Behaviours.done;
import static org.messageslot.grading.slot.referee.Behaviours.made;
import static org.messageslot.grading.slot.referee.Behaviours.returned;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.slot.referee.Event.EventKind;
import org.messageslot.grading.slot.referee.Fault.FaultKind;
import org.messageslot.grading.submission.CodeLines.CodeLine;

class ScheduleTraceTests {

    private static final Scenario WRITERS = Scenario.parse("""
            scenario writers: writers
            before
            thread write 0 a 90
            thread write 1 b 60
            after
            """).get(0);

    private static final CodeMap PLACES = new CodeMap(Map.of(
            0x10L, new CodeLine("message_slot.c", 10, "store", "mutex_lock(&lock);"),
            0x20L, new CodeLine("message_slot.c", 20, "store", "channel->text[i] = text[i];"),
            0x30L, new CodeLine("message_slot.c", 30, "store", "channel->length = length;"),
            0x40L, new CodeLine("message_slot.c", 40, "store", "mutex_unlock(&lock);")));

    private final List<Event> events = new ArrayList<>();

    private void event(int thread, EventKind kind, long place, long address, long value) {
        events.add(new Event(thread, kind, 0, 0, place, 1, 1, address & 0xff, address, value, 0));
    }

    private List<ScheduleTrace.TraceRow> rows() {
        Behaviour behaviour =
                done(Map.of(call(0, 0), made(1, 2, returned(90)), call(1, 0), made(3, 4, returned(60))), List.of());
        return ScheduleTrace.of(WRITERS, behaviour, events, PLACES).rows();
    }

    @Test
    void aLoopIsOneRow() {
        for (int i = 0; i < 50; i++) {
            event(0, EventKind.WRITE, 0x20, 0x1000 + i, 'a');
            event(0, EventKind.READ, 0x30, 0x2000, i);
        }
        assertThat(rows()).extracting(ScheduleTrace.TraceRow::times).containsExactly(50, 50);
    }

    @Test
    void callsSwitchesAndLocksAreShown() {
        event(0, EventKind.ENTER, 0x8, 0, 0);
        event(0, EventKind.LOCK, 0x10, 0x500, 0);
        event(0, EventKind.WRITE, 0x30, 0x2000, 90);
        event(1, EventKind.ENTER, 0x8, 0, 0);
        event(1, EventKind.WAIT, 0x10, 0x500, 0);
        event(0, EventKind.UNLOCK, 0x40, 0x500, 0);
        event(0, EventKind.EXIT, 0x8, 90, 0);
        event(1, EventKind.WRITE, 0x30, 0x2000, 60);
        List<ScheduleTrace.TraceRow> rows = rows();
        assertThat(rows)
                .extracting(ScheduleTrace.TraceRow::text)
                .containsExactly(
                        "write(f0, 90 x 'a')",
                        "mutex_lock(&lock);",
                        "channel->length = length;",
                        "write(f1, 60 x 'b')",
                        "mutex_lock(&lock);",
                        "mutex_unlock(&lock);",
                        "returns 90",
                        "channel->length = length;");
        assertThat(rows)
                .extracting(ScheduleTrace.TraceRow::switched)
                .containsExactly(false, false, false, true, false, true, false, true);
        assertThat(rows.get(2).held()).containsExactly("mutex_lock(&lock);");
        assertThat(rows.get(6).held()).isEmpty();
        assertThat(rows.get(4).waits()).isTrue();
        assertThat(rows.get(2).values()).containsExactly("writes 90 (block 1, byte 0)");
    }

    @Test
    void whatOneThreadHasForItselfShowsNoValues() {
        event(0, EventKind.WRITE, 0x30, 0x2000, 90);
        event(1, EventKind.WRITE, 0x30, 0x3000, 60);
        assertThat(rows()).allMatch(row -> row.values().isEmpty());
    }

    @Test
    void whatBothOnlyReadShowsNoValues() {
        event(0, EventKind.READ, 0x30, 0x2000, 90);
        event(1, EventKind.READ, 0x30, 0x2000, 90);
        assertThat(rows()).allMatch(row -> row.values().isEmpty());
    }

    @Test
    void aThreadThatTheScenarioDoesNotHaveIsPassedOver() {
        event(2, EventKind.READ, 0x30, 0x2000, 90);
        event(-1, EventKind.READ, 0x30, 0x2000, 90);
        assertThat(rows()).isEmpty();
    }

    @Test
    void placesOfTheKernelsOwnAreNoRows() {
        event(0, EventKind.READ, 0x999, 0x2000, 90);
        assertThat(rows()).isEmpty();
    }

    @Test
    void aFaultIsASentenceWithItsLines() {
        Fault fault = new Fault(FaultKind.FREED, 1, 0, 0, 0x30, 0x40, 0x10, 1, 40, 3);
        FaultText text = FaultText.of(fault, PLACES);
        assertThat(text.sentence())
                .isEqualTo("Byte 3 of the 40 that store (message_slot.c:10) allocated is read in store"
                        + " (message_slot.c:30), after store (message_slot.c:40) had freed it.");
        assertThat(text.source())
                .containsExactly(
                        "message_slot.c:10  mutex_lock(&lock);",
                        "message_slot.c:40  mutex_unlock(&lock);",
                        "message_slot.c:30  channel->length = length;");
    }

    @Test
    void everyKindOfFaultHasASentence() {
        for (FaultKind kind : FaultKind.values()) {
            Fault fault = new Fault(kind, 0, 0, 1, 0x10, Fault.NOWHERE, 0x20, 1, 40, 3);
            assertThat(FaultText.of(fault, PLACES).sentence()).as(kind.name()).matches("[A-Za-z].*\\.");
        }
    }
}
