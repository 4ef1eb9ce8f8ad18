// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.report.JsonReport;

/**
 * Two grades of one submission, side by side. Grades are equal if every verdict, its points and every sum are.
 *
 * <p>Immutable.
 *
 * @param grade what differs of that, a line each
 * @param words what checks say other words for the same verdict: where a crash hit, what bytes a damaged message has
 * @param byChance whether the submission's grade has been seen to differ between two gradings alone, too
 */
public record GradeComparison(List<String> grade, List<String> words, boolean byChance) {

    /** Keep copies of the lists. */
    public GradeComparison {
        grade = List.copyOf(grade);
        words = List.copyOf(words);
    }

    /** Grades one submission, alone. */
    interface Grading {
        Grade grade() throws UngradableException, InterruptedException, IOException;
    }

    /**
     * Compares the grade that a submission got in a class with the one that it gets alone. A module that corrupts memory hits
     * what lies there just then: where the grades differ, it is graded alone once more, to see whether those differ, too.
     *
     * @param inClass the grade that it got in the class
     * @param alone grades it alone
     * @return what differs
     */
    static GradeComparison withAlone(Grade inClass, Grading alone)
            throws UngradableException, InterruptedException, IOException {
        Grade once = alone.grade();
        GradeComparison found = of(inClass, once);
        boolean byChance = !found.isEqual() && !of(once, alone.grade()).isEqual();
        return new GradeComparison(found.grade, found.words, byChance);
    }

    /**
     * Compares two grades, byte for byte.
     *
     * @param one a grade
     * @param other another one
     * @return what differs; what is written by the clock is left out: durations, and the kernel's log, which has times and
     *     addresses in it; so is whose it is
     */
    static GradeComparison of(Grade one, Grade other) {
        Grade first = comparable(one, one);
        Grade second = comparable(other, one);
        List<String> grade = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < first.verdicts().size(); i++) {
            Verdict mine = first.verdicts().get(i);
            Verdict others = second.verdicts().get(i);
            if (!bare(mine).equals(bare(others))) {
                grade.add(line(mine, others));
            } else if (!mine.equals(others)) {
                words.add(line(mine, others));
            }
        }
        if (grade.isEmpty() && !rendered(bare(first)).equals(rendered(bare(second)))) {
            grade.add("no verdict differs, and something else does");
        }
        return new GradeComparison(grade, words, false);
    }

    /** {@return whether the class made no difference: the grades are equal, or differ by chance} */
    public boolean isAsAlone() {
        return isEqual() || byChance;
    }

    /** {@return whether the grades are equal} */
    public boolean isEqual() {
        return grade.isEmpty();
    }

    /** {@return whether they are, and every word is the same} */
    public boolean isEqualInEveryWord() {
        return grade.isEmpty() && words.isEmpty();
    }

    private static String line(Verdict mine, Verdict others) {
        return mine.id() + ": " + shown(mine.outcome()) + ", and alone " + shown(others.outcome());
    }

    private static String shown(Outcome outcome) {
        return outcome.status().words() + " (" + outcome.message() + " " + outcome.got() + ")";
    }

    private static Grade comparable(Grade grade, Grade whose) {
        Grade plain = grade.withoutDurations().withSubmission(whose.submission());
        return plain.withVerdicts(plain.verdicts().stream()
                .map(verdict -> new Verdict(verdict.check(), verdict.outcome().withKernelLog(""), verdict.points()))
                .toList());
    }

    private static Grade bare(Grade grade) {
        return grade.withVerdicts(
                grade.verdicts().stream().map(GradeComparison::bare).toList());
    }

    private static Verdict bare(Verdict verdict) {
        return new Verdict(verdict.check(), Outcome.without(verdict.outcome().status(), ""), verdict.points());
    }

    private static String rendered(Grade grade) {
        return new JsonReport().render(grade);
    }
}
