// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messageslot.grading.slot.referee.Behaviours.call;
import static org.messageslot.grading.slot.referee.Behaviours.done;
import static org.messageslot.grading.slot.referee.Behaviours.failed;
import static org.messageslot.grading.slot.referee.Behaviours.made;
import static org.messageslot.grading.slot.referee.Behaviours.read;
import static org.messageslot.grading.slot.referee.Behaviours.returned;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.messageslot.Errno;

class LinearizabilityTests {

    private static final Scenario WRITER_AND_READER = Scenario.parse("""
            scenario meet: a writer and a reader
            before open 0, open 1, select 0 7, select 1 7, write 0 x 4
            thread write 0 a 6
            thread read 1 128
            after read 0 128
            """).get(0);

    private final Linearizability right = new Linearizability(WRITER_AND_READER);

    private boolean explains(Behaviour.TimedResult write, Behaviour.TimedResult read, CallResult after) {
        return right.explains(done(Map.of(call(0, 0), write, call(1, 0), read), List.of(after)));
    }

    @Test
    void callsThatOverlapMayComeInEitherOrder() {
        assertThat(explains(made(1, 9, returned(6)), made(2, 5, read("xxxx")), read("aaaaaa")))
                .isTrue();
        assertThat(explains(made(1, 9, returned(6)), made(2, 5, read("aaaaaa")), read("aaaaaa")))
                .isTrue();
    }

    @Test
    void aMixtureOfTwoMessagesIsWrong() {
        assertThat(explains(made(1, 9, returned(6)), made(2, 5, read("aaxx")), read("aaaaaa")))
                .isFalse();
        assertThat(explains(made(1, 9, returned(6)), made(2, 5, read("aaaa")), read("aaaaaa")))
                .isFalse();
    }

    @Test
    void aCallThatWasOverComesFirst() {
        assertThat(explains(made(1, 3, returned(6)), made(4, 6, read("xxxx")), read("aaaaaa")))
                .isFalse();
        assertThat(explains(made(4, 6, returned(6)), made(1, 3, read("aaaaaa")), read("aaaaaa")))
                .isFalse();
        assertThat(explains(made(4, 6, returned(6)), made(1, 3, read("xxxx")), read("aaaaaa")))
                .isTrue();
    }

    @Test
    void whatIsThereAfterwardsCounts() {
        assertThat(explains(made(1, 9, returned(6)), made(2, 5, read("xxxx")), read("xxxx")))
                .isFalse();
        assertThat(explains(made(1, 9, returned(6)), made(2, 5, failed(Errno.EWOULDBLOCK)), read("aaaaaa")))
                .isFalse();
    }

    @Test
    void aCallThatNeverReturnedIsExplainedByNothing() {
        assertThat(right.explains(done(Map.of(call(0, 0), made(1, 2, returned(6))), List.of(read("aaaaaa")))))
                .isFalse();
    }

    @Test
    void everyScenarioHasAllOrdersOfItsCalls() {
        assertThat(Scenario.all())
                .extracting(scenario -> new Linearizability(scenario).orders())
                .containsExactly(2, 2, 6, 2, 2, 20, 20, 2, 6, 3, 3, 6, 2, 6);
    }

    @Test
    void filesThatThreadsOpenAreTheirOwn() {
        Scenario opens = Scenario.parse("""
                scenario opens: opens
                before
                thread open 0, select 0 7, write 0 a 3
                thread open 1, select 1 7, read 1 128
                after
                """).get(0);
        CallResult zero = returned(0);
        assertThat(new Linearizability(opens)
                        .explains(done(
                                Map.of(
                                        call(0, 0), made(1, 2, zero),
                                        call(1, 0), made(3, 4, zero),
                                        call(1, 1), made(5, 6, zero),
                                        call(0, 1), made(7, 8, zero),
                                        call(0, 2), made(9, 12, returned(3)),
                                        call(1, 2), made(10, 11, failed(Errno.EWOULDBLOCK))),
                                List.of())))
                .isTrue();
    }
}
