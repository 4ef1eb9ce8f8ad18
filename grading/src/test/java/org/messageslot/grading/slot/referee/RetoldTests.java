// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.messageslot.calls.Close;
import org.messageslot.grading.Explanation;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.replay.Act;
import org.messageslot.grading.slot.referee.Fault.FaultKind;
import org.messageslot.grading.submission.CodeLines.CodeLine;

class RetoldTests {

    private static final Outcome CRASHED = Outcome.without(Status.CRASHED, "");
    private static final Outcome HUNG = Outcome.without(Status.HUNG, "");

    private static Outcome leakIn(String function) {
        return Outcome.without(Status.FAILED, "").withSymptom(Symptom.leak(function));
    }

    private static Fault fault(FaultKind kind, long place) {
        return new Fault(kind, 255, 0, 255, place, Fault.NOWHERE, Fault.NOWHERE, 1, 40, 3);
    }

    private static CodeLine line(int number, String function) {
        return new CodeLine("m.c", number, function, "line " + number + ";");
    }

    private static List<FaultKind> kinds(Outcome outcome) {
        List<Fault> faults = List.of(
                fault(FaultKind.LEAK, 1),
                fault(FaultKind.UNSET, 2),
                fault(FaultKind.FREED, 3),
                fault(FaultKind.ORDER, 4),
                fault(FaultKind.RETURN_HELD, 5));
        return Retold.fitting(outcome, faults).stream().map(Fault::kind).toList();
    }

    @Test
    void onlyWhatCanEndACheckSoExplainsIt() {
        assertThat(kinds(leakIn(""))).containsExactly(FaultKind.LEAK);
        assertThat(kinds(CRASHED)).containsExactly(FaultKind.UNSET, FaultKind.FREED, FaultKind.RETURN_HELD);
        assertThat(kinds(HUNG))
                .as("of a hang the locks come first")
                .containsExactly(FaultKind.ORDER, FaultKind.RETURN_HELD, FaultKind.FREED);
    }

    @Test
    void twoFaultsAreToldAndOfLeaksThoseThatTheCheckNames() {
        CodeMap places = new CodeMap(Map.of(1L, line(11, "first"), 2L, line(12, "second"), 4L, line(14, "fourth")));
        List<Fault> leaks = List.of(
                fault(FaultKind.LEAK, 1), fault(FaultKind.LEAK, 2), fault(FaultKind.LEAK, 3), fault(FaultKind.LEAK, 4));
        assertThat(Retold.texts(leakIn("fourth"), leaks, places))
                .extracting(FaultText::source)
                .containsExactly(List.of("m.c:14  line 14;"));
        List<FaultText> two = Retold.texts(leakIn("elsewhere"), leaks, places);
        assertThat(Retold.of("In ordinary use: ", two))
                .isEqualTo(new Explanation(
                        "In ordinary use: The 40 bytes that first (m.c:11) allocated are still there after unloading."
                                + " The 40 bytes that second (m.c:12) allocated are still there after unloading.",
                        List.of("m.c:11  line 11;", "m.c:12  line 12;")));
    }

    @Test
    void whatIsOfNoKnownLineIsNotTold() {
        assertThat(Retold.texts(CRASHED, List.of(fault(FaultKind.FREED, 9)), new CodeMap(Map.of())))
                .isEmpty();
    }

    @Test
    void oneThreadMakesTheActsUntilTheModuleIsUnloadedOrAnotherThreadIsNeeded() {
        Act start = new Act.Start("p1", "cat", 0);
        Act close = new Act.MakeCall("p1", new Close(3));
        List<Act> acts =
                List.of(new Act.Load("major=240"), start, new Act.CheckHeap(), close, new Act.Unload("m"), close);
        assertThat(Retrial.Alone.of(acts)).isEqualTo(new Retrial.Alone("major=240", List.of(start, close)));
        for (Act other : List.of(
                new Act.Load(""),
                new Act.Begin("p1", new Close(3)),
                new Act.Lane("p1", 1, new Close(3)),
                new Act.Together("p1", 2),
                new Act.RunProgram("sender", 0, List.of()))) {
            assertThat(Retrial.Alone.of(List.of(new Act.Load(""), start, other, close))
                            .acts())
                    .containsExactly(start);
        }
    }
}
