// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.skeleton;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.engine.Graders;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Steps;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.guest.RequiresGuest;

/** What skeletons earn: nothing at first, more with each step, everything in the end. */
@RequiresGuest
class SkeletonGradesTests {

    private static final Edition EDITION = SlotAssignment.SLOT.editions().standard();
    private static final Steps STEPS = SlotAssignment.SLOT.steps();

    /** Up to here, most checks are not run, and grading takes seconds. */
    private static final int FEW_CHECKS = 4;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Grader grader;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void getReady() throws Exception {
        grader = Graders.standard();
    }

    private Grade grade(int solved, Rubric rubric) throws Exception {
        Path mine = folder.resolve("solved-" + solved + "-" + rubric.checks().size());
        new Skeleton(Path.of("../kernel"), EDITION.rubric()).write(mine, solved);
        Grade grade = grader.grade(mine, new Grader.Wish(rubric, 2, 7), id -> {});
        assertThat(grade.gradable()).as(grade.ungradableBecause().toString()).isTrue();
        assertThat(grade.builds())
                .allMatch(BuildResult::built)
                .allMatch(build -> build.compilerWords().isBlank());
        return grade;
    }

    private int points(int solved) throws Exception {
        Grade grade = grade(solved, EDITION.rubric());
        assertThat(grade.verdicts().stream()
                        .filter(verdict -> STEPS.stepOf(verdict.id()) <= solved)
                        .filter(verdict -> !verdict.passed())
                        .map(Verdict::id))
                .as("must pass after step " + solved)
                .isEmpty();
        assertThat(grade.verdicts()).noneMatch(verdict -> verdict.status() == Status.CRASHED);
        return java.util.Objects.requireNonNull(grade.score()).hundredths();
    }

    private List<Integer> points(int from, int to) throws Exception {
        List<Integer> points = new ArrayList<>();
        for (int solved = from; solved <= to; solved++) {
            points.add(points(solved));
        }
        System.err.println("skeleton: hundredths of a point after " + from + " to " + to + " steps: " + points);
        return points;
    }

    private static void assertRising(List<Integer> points) {
        assertThat(points).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void nothingAtFirstAndMoreWithEachStep() throws Exception {
        List<Integer> points = points(0, FEW_CHECKS);
        assertThat(points.get(0)).isZero();
        assertRising(points);
    }

    @Test
    @Tag("slow")
    void everythingInTheEndAndMoreWithEachStep() throws Exception {
        List<Integer> points = points(FEW_CHECKS, STEPS.last());
        assertRising(points);
        assertThat(points.get(points.size() - 1))
                .isEqualTo(EDITION.rubric().maxScore().hundredths());
    }

    @Test
    void whatShouldWorkByThenIsAllThatCountsByThen() throws Exception {
        Rubric rubric = STEPS.upTo(EDITION.rubric(), 3);
        Grade done = grade(3, rubric);
        assertThat(done.score()).isEqualTo(rubric.maxScore());
        Grade behind = grade(2, rubric);
        assertThat(java.util.Objects.requireNonNull(behind.score())).isLessThan(rubric.maxScore());
        assertThat(behind.verdicts()).allMatch(verdict -> STEPS.stepOf(verdict.id()) <= 3);
    }
}
