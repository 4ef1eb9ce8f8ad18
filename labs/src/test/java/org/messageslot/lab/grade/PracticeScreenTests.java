// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.lab.terminal.Screen;

class PracticeScreenTests {

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"UNGRADABLE", "NOT_JUDGED", "NOT_RUN"})
    void whatIsNotTheModulesFaultIsNoFailure(Status status) throws Exception {
        CheckDescription check = SlotAssignment.SLOT
                .editions()
                .standard()
                .rubric()
                .check("read-twice")
                .orElseThrow();
        PracticeScreen screen = new PracticeScreen(Screen.standard(), "ex3", false);
        screen.ended(check, Outcome.without(status, "The grader has no result of this check."));
        assertThat(screen.firstFailed()).isEmpty();
        assertThat(screen.allPassed()).isFalse();
    }
}
