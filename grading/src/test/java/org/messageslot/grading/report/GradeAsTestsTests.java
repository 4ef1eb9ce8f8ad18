// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.slot.SlotAssignment;

class GradeAsTestsTests {

    private static final Wording WORDING = SlotAssignment.SLOT.wording();

    /** How each test ends, by the first word of its name: the class of what it throws, and nothing if it returns. */
    private static Map<String, String> ends(Grade grade) {
        Map<String, String> ends = new TreeMap<>();
        new GradeAsTests(grade, WORDING, "")
                .containers(id -> Optional.empty())
                .flatMap(DynamicContainer::getChildren)
                .map(DynamicTest.class::cast)
                .forEach(test -> {
                    Throwable thrown = catchThrowable(test.getExecutable()::execute);
                    String end = thrown == null ? "" : thrown.getClass().getSimpleName();
                    assertThat(ends.put(test.getDisplayName().replaceFirst("[ :].*", ""), end))
                            .isNull();
                });
        return ends;
    }

    @Test
    void onlyWhatPassedIsATestThatPasses() {
        assertThat(ends(Invented.nasty()))
                .isEqualTo(Map.ofEntries(
                        Map.entry("message_slot.ko", ""),
                        Map.entry("message_sender", ""),
                        Map.entry("message_reader", "AssertionError"),
                        Map.entry("write-then-read", ""),
                        Map.entry("write-length-128", ""),
                        Map.entry("write-length-129", "AssertionError"),
                        Map.entry("write-fault-keeps-message", "AssertionError"),
                        Map.entry("write-fault-then-write", "TestAbortedException"),
                        Map.entry("read-null-buffer", "AssertionError"),
                        Map.entry("sender-sends", ""),
                        Map.entry("reader-prints-message", "TestAbortedException"),
                        Map.entry("concurrent-overwrites", "")));
    }

    private static Grade ofOne(String id, Outcome outcome) {
        Rubric rubric = Invented.rubric(Map.of()).onlyChecks(Set.of(id));
        return new Scoring(rubric)
                .grade(
                        Invented.submission(),
                        Invented.run(rubric),
                        Invented.nasty().builds(),
                        List.of(new Judged(id, outcome)),
                        List.of());
    }

    @Test
    void theOnlyCheckEndsInTheCompilersWordsIfItCouldNotBeBuilt() {
        Grade grade = ofOne("reader-prints-message", Outcome.without(Status.BUILD_FAILED, "It does not build."));
        assertThatThrownBy(new GradeAsTests(grade, WORDING, "")::demandOnlyCheck)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("message_reader does not build.\n", "message_reader.c:3:1: error: ");
    }

    @Test
    void theOnlyCheckPassesOnlyIfItPassed() {
        new GradeAsTests(ofOne("sender-sends", Outcome.passed(1)), WORDING, "").demandOnlyCheck();
        assertThatThrownBy(
                        new GradeAsTests(
                                        ofOne("sender-sends", Outcome.without(Status.UNGRADABLE, "No guest.")),
                                        WORDING,
                                        "")::demandOnlyCheck)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No guest.");
    }

    @Test
    void whereNothingCouldBeJudgedThereAreNoTests() {
        Rubric rubric = Invented.rubric(Map.of());
        Grade grade =
                new Scoring(rubric).ungradable(Submitted.unread("ex3"), Invented.run(rubric), "There is no QEMU.");
        assertThatThrownBy(() -> new GradeAsTests(grade, WORDING, ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("There is no QEMU.");
    }
}
