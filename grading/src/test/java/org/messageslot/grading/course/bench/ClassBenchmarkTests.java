// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.Verdict;

/** When two grades of one submission count as equal. */
class ClassBenchmarkTests {

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
        assertThat(ClassBenchmark.differences(one, other)).isEmpty();
    }

    @Test
    void everyWordOfAVerdictMatters() {
        Grade one = Invented.nasty();
        Outcome passed = one.verdicts().get(0).outcome();
        assertThat(ClassBenchmark.differences(one, withFirst(one, Outcome.notRun("another"))))
                .containsExactly(
                        "write-then-read: passed ( ), and alone not run (It needs another, which did not pass. )");
        assertThat(ClassBenchmark.differences(one, withFirst(one, passed.withCalls(List.of("close(3) = 0")))))
                .singleElement()
                .asString()
                .startsWith("write-then-read: ");
    }

    @Test
    void somethingElseIsToldToo() {
        Grade one = Invented.nasty();
        assertThat(ClassBenchmark.differences(one, one.withLate(org.messageslot.grading.Points.of(1))))
                .containsExactly("no verdict differs, and something else does");
    }
}
