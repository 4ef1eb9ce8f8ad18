// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.guest.GuestOptions;

/**
 * Any submission, each check a test: {@code ./mvnw -pl grading test -Dsubmission=DIR [-Dedition=2024] [-Dseed=N]}. There is
 * nothing to do without {@code -Dsubmission}.
 */
class GradedSubmissionTests {

    @TestFactory
    Stream<DynamicTest> checks() throws Exception {
        String path = System.getProperty("submission", "");
        if (path.isBlank()) {
            return Stream.empty();
        }
        Edition edition =
                SlotAssignment.SLOT.editions().find(System.getProperty("edition", SlotAssignment.DEFAULT_EDITION));
        Grader grader = Grader.of(edition, GuestOptions.standard().series(), System.err::println);
        Grader.Wish all = Grader.Wish.all(edition);
        // Maven runs tests in another folder than the one in which it was called.
        Path submission = Path.of(System.getProperty("messageslot.from", "")).resolve(path);
        Grade grade =
                grader.grade(submission, new Grader.Wish(all.rubric(), all.jobs(), Long.getLong("seed", 0)), id -> {});
        System.err.println(grade.headline());
        return grade.verdicts().stream().map(GradedSubmissionTests::test);
    }

    private static DynamicTest test(Verdict verdict) {
        return dynamicTest(verdict.id() + ": " + verdict.check().title(), () -> {
            Outcome outcome = verdict.outcome();
            assumeTrue(verdict.status() != Status.NOT_RUN, outcome.message());
            if (!verdict.passed()) {
                throw new AssertionError(verdict.status() + ": " + outcome.message() + "\n  wanted: " + outcome.wanted()
                        + "\n  got:    " + outcome.got() + "\n  " + String.join("\n  ", outcome.calls()) + "\n  hint: "
                        + verdict.check().hint());
            }
        });
    }
}
