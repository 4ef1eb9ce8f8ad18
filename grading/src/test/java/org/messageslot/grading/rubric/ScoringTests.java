// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Status;

class ScoringTests {

    private final Rubric rubric = Invented.rubric(Map.of());

    private Grade grade(Rubric by, Map<String, Status> failing) {
        List<Judged> judged = new ArrayList<>();
        by.checks()
                .forEach(check -> judged.add(new Judged(
                        check.id(),
                        failing.containsKey(check.id())
                                ? Outcome.without(failing.getOrDefault(check.id(), Status.FAILED), "It went wrong.")
                                : Outcome.passed(1))));
        return grade(by, judged, List.of());
    }

    private static Grade grade(Rubric by, List<Judged> judged, List<String> troubles) {
        return new Scoring(by).grade(Invented.submission(), Invented.run(by), List.of(), judged, troubles);
    }

    private static Status status(Grade grade, String id) {
        return grade.verdicts().stream()
                .filter(verdict -> verdict.id().equals(id))
                .findFirst()
                .orElseThrow()
                .status();
    }

    @Test
    void allPassedGivesAllPointsAndTheBonus() {
        Grade grade = grade(rubric, Map.of());
        assertThat(grade.score()).isEqualTo(Points.of(105));
        assertThat(grade.maxScore()).isEqualTo(Points.of(100));
        assertThat(grade.audit()).endsWith("100.00 points earned, and 5.00 bonus: 105.00 of 100.");
    }

    @Test
    void aFillingBonusMakesUpForLostPointsAndNoMore() throws DataFileException {
        Rubric fills = bonus(BonusRule.FILLS);
        assertThat(grade(fills, Map.of()).score()).isEqualTo(Points.of(100));
        assertThat(grade(fills, Map.of("sender-sends", Status.FAILED)).score()).isEqualTo(Points.of(95));
    }

    @Test
    void aBonusThatIsOffIsNoCheck() throws DataFileException {
        assertThat(bonus(BonusRule.OFF).checks())
                .noneMatch(check -> check.group().equals("races"));
    }

    private static Rubric bonus(BonusRule rule) throws DataFileException {
        return Invented.catalogue()
                .rubric(
                        "small",
                        Map.of("messages", Points.of(50), "faults", Points.of(30), "programs", Points.of(20)),
                        Map.of("races", Points.of(5)),
                        Map.of(),
                        new Rubric.Rules(
                                new CrashRule(Points.of(35), CrashRule.Where.ORDINARY, Set.of()), Points.of(6), rule));
    }

    @Test
    void whatDependsOnAFailureIsNotRunEvenIfItWas() {
        Grade grade = grade(rubric, Map.of("write-then-read", Status.FAILED));
        assertThat(status(grade, "write-length-128")).isEqualTo(Status.NOT_RUN);
        assertThat(status(grade, "write-length-129")).isEqualTo(Status.PASSED);
        assertThat(grade.gradable()).isTrue();
        assertThat(grade.earned()).isEqualTo(new Points(6250));
    }

    @Test
    void aCrashCountsAlthoughADependencyFailed() {
        Grade grade = grade(rubric, Map.of("write-then-read", Status.FAILED, "write-length-128", Status.CRASHED));
        assertThat(status(grade, "write-length-128")).isEqualTo(Status.CRASHED);
        assertThat(grade.penalty()).isEqualTo(Points.of(35));
    }

    @Test
    void crashingCostsOnceHoweverOften() {
        Grade grade = grade(rubric, Map.of("sender-sends", Status.CRASHED, "reader-prints-message", Status.CRASHED));
        assertThat(grade.penalty()).isEqualTo(Points.of(35));
        assertThat(grade.score()).isEqualTo(Points.of(100 - 20 - 35 + 5));
    }

    @Test
    void crashingCostsNoMoreThanWasEarned() {
        Map<String, Status> all = new java.util.HashMap<>();
        rubric.checks().forEach(check -> all.put(check.id(), Status.CRASHED));
        all.remove("sender-sends");
        Grade grade = grade(rubric, all);
        assertThat(grade.earned()).isEqualTo(Points.of(10));
        assertThat(grade.penalty()).isEqualTo(Points.of(10));
        assertThat(grade.score()).isEqualTo(Points.ZERO);
    }

    @Test
    void crashingInABonusCheckCostsOnlyTheBonus() {
        Grade grade = grade(rubric, Map.of("concurrent-overwrites", Status.CRASHED));
        assertThat(grade.score()).isEqualTo(Points.of(100));
    }

    @Test
    void nothingCountsOfAModuleThatTampered() {
        for (String check : List.of("sender-sends", "concurrent-overwrites")) {
            Grade grade = grade(rubric, Map.of(check, Status.TAMPERED, "write-length-129", Status.CRASHED));
            assertThat(grade.score()).as(check).isEqualTo(Points.ZERO);
            assertThat(grade.gradable()).as("%s", grade.ungradableBecause()).isTrue();
            assertThat(grade.audit())
                    .endsWith("less " + grade.earned() + " for tampering with the kernel: 0.00 of 100.");
        }
    }

    @Test
    void aMissingResultIsNeverAPass() {
        List<Judged> judged = passedExcept("sender-sends");
        assertUngradable(grade(rubric, judged, List.of()), "sender-sends could not be judged");
    }

    @Test
    void twoResultsOfOneCheckAreRefused() {
        List<Judged> judged = passedExcept("");
        judged.add(new Judged("sender-sends", Outcome.passed(1)));
        assertUngradable(grade(rubric, judged, List.of()), "There are 2 results of sender-sends.");
    }

    @Test
    void aResultThatNobodyAskedForIsRefused() {
        List<Judged> judged = passedExcept("");
        judged.add(new Judged("give-points", Outcome.passed(1)));
        assertUngradable(grade(rubric, judged, List.of()), "give-points, which is no check");
    }

    @Test
    void troublesOfTheGraderLeaveNoScore() {
        assertUngradable(grade(rubric, passedExcept(""), List.of("The disk is full.")), "The disk is full.");
    }

    @Test
    void aSubmissionThatCannotBeGradedSaysWhyOnce() {
        Grade grade = new Scoring(rubric).ungradable(Invented.submission(), Invented.run(rubric), "No QEMU.");
        assertUngradable(grade, "No QEMU.");
        assertThat(grade.ungradableBecause()).hasSize(1);
        assertThat(grade.verdicts()).hasSize(9);
    }

    private static void assertUngradable(Grade grade, String because) {
        assertThat(grade.gradable()).isFalse();
        assertThat(grade.score()).isNull();
        assertThat(grade.headline()).isEqualTo("UNGRADABLE");
        assertThat(grade.ungradableBecause()).anyMatch(reason -> reason.contains(because));
    }

    private List<Judged> passedExcept(String missing) {
        List<Judged> judged = new ArrayList<>();
        rubric.checks().stream()
                .filter(check -> !check.id().equals(missing))
                .forEach(check -> judged.add(new Judged(check.id(), Outcome.passed(1))));
        return judged;
    }

    @Test
    void theOrderOfOutcomesDoesNotMatter() {
        List<Judged> judged = passedExcept("");
        Grade first = grade(rubric, judged, List.of());
        Collections.shuffle(judged, new Random(7));
        assertThat(grade(rubric, judged, List.of())).isEqualTo(first);
    }

    @Test
    void aSelectionKeepsItsPointsAndForgetsOtherDependencies() throws DataFileException {
        Rubric some = rubric.only(Set.of("write-length-128", "programs"));
        Grade grade = grade(some, Map.of("sender-sends", Status.FAILED));
        assertThat(grade.maxScore()).isEqualTo(new Points(1250 + 2000));
        assertThat(grade.score()).isEqualTo(new Points(1250 + 1000));
        assertThat(some.checks().get(0).dependsOn()).isEmpty();
    }
}
