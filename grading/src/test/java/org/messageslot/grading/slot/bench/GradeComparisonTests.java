// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.Verdict;

/** When two grades of one submission count as equal. */
class GradeComparisonTests {

    private static Grade withFirst(Grade grade, Outcome outcome) {
        List<Verdict> verdicts = new ArrayList<>(grade.verdicts());
        Verdict first = verdicts.get(0);
        verdicts.set(0, new Verdict(first.check(), outcome, first.points()));
        return grade.withVerdicts(verdicts);
    }

    @Test
    void timesTheKernelsLogAndWhoseItIsDoNotMatter() {
        Grade one = Invented.nasty("[   12.345678] oops\n", Map.of());
        Grade other = Invented.nasty("[   99.000001] oops at ffff8881\n", Map.of())
                .withoutDurations()
                .withSubmission(Submitted.unread("another"));
        assertThat(GradeComparison.of(one, other).isEqualInEveryWord()).isTrue();
    }

    @Test
    void otherVerdictsAreOtherGrades() {
        Grade one = Invented.nasty();
        GradeComparison found = GradeComparison.of(one, withFirst(one, Outcome.notRun("another")));
        assertThat(found.isEqual()).isFalse();
        assertThat(found.grade())
                .containsExactly(
                        "write-then-read: passed ( ), and alone not run (It needs another, which did not pass. )");
    }

    @Test
    void otherWordsForAVerdictAreTold() {
        Grade one = Invented.nasty();
        Outcome passed = one.verdicts().get(0).outcome();
        GradeComparison found = GradeComparison.of(one, withFirst(one, passed.withCalls(List.of("close(3) = 0"))));
        assertThat(found.isEqual()).isTrue();
        assertThat(found.isEqualInEveryWord()).isFalse();
        assertThat(found.words()).singleElement().asString().startsWith("write-then-read: ");
    }

    @Test
    void otherPointsForAVerdictAreAnotherGrade() {
        Grade one = Invented.nasty();
        List<Verdict> verdicts = new ArrayList<>(one.verdicts());
        Verdict first = verdicts.get(0);
        verdicts.set(
                0, new Verdict(first.check(), first.outcome(), first.points().plus(Points.of(1))));
        assertThat(GradeComparison.of(one, one.withVerdicts(verdicts)).grade())
                .singleElement()
                .asString()
                .startsWith("write-then-read: ");
    }

    @Test
    void somethingElseIsToldToo() {
        Grade one = Invented.nasty();
        assertThat(GradeComparison.of(one, one.withLate(Points.of(1))).grade())
                .containsExactly("no verdict differs, and something else does");
    }

    @Test
    void whatDiffersFromItselfDiffersByChance() throws Exception {
        Grade one = Invented.nasty();
        Grade other = withFirst(one, Outcome.notRun("another"));
        assertThat(alone(one, one).isAsAlone()).isTrue();
        assertThat(alone(one, other, other).isAsAlone())
                .as("the class made the difference")
                .isFalse();
        GradeComparison chance = alone(one, other, one);
        assertThat(chance.byChance()).isTrue();
        assertThat(chance.isAsAlone()).isTrue();
        assertThat(chance.grade()).hasSize(1);
    }

    private static GradeComparison alone(Grade inClass, Grade... alone) throws Exception {
        Iterator<Grade> next = List.of(alone).iterator();
        GradeComparison found = GradeComparison.withAlone(inClass, next::next);
        assertThat(next).as("graded no more often than it takes").isExhausted();
        return found;
    }
}
