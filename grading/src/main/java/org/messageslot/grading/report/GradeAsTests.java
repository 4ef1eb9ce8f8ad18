// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.Grade;
import org.messageslot.grading.GroupTotal;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;

/**
 * The grade as tests of JUnit, so that an IDE or a build shows each check with the words of {@link JUnitReport}. A check that was
 * not run, or is not judged, is a test that was aborted.
 *
 * <p>Immutable and thread-safe.
 */
public final class GradeAsTests {

    private final Grade grade;
    private final Wording wording;
    private final String repeating;

    /**
     * Shows a grade as tests.
     *
     * @param grade the grade
     * @param wording the assignment's words
     * @param repeating the command that repeats a check, without the check's id; empty if there is none
     * @throws IllegalStateException if nothing of the submission could be built or judged; the message says why
     */
    public GradeAsTests(Grade grade, Wording wording, String repeating) {
        if (grade.builds().isEmpty()) {
            List<String> reasons = grade.gradable() ? grade.submission().remarks() : grade.ungradableBecause();
            throw new IllegalStateException(Excerpt.line(String.join(" ", reasons)));
        }
        this.grade = grade;
        this.wording = wording;
        this.repeating = repeating;
    }

    /**
     * Makes a container for what was built, and one for each group of checks.
     *
     * @param source finds the method that makes a check, as a URI that IDEs open; empty if there is none
     * @return the containers, in the order of reports
     */
    public Stream<DynamicContainer> containers(Function<String, Optional<URI>> source) {
        DynamicContainer builds = DynamicContainer.dynamicContainer(
                "What was handed in",
                grade.builds().stream()
                        .map(build -> DynamicTest.dynamicTest(build.part() + " is built", () -> demand(build))));
        return Stream.concat(Stream.of(builds), grade.groups().stream().map(group -> container(group, source)));
    }

    private DynamicContainer container(GroupTotal group, Function<String, Optional<URI>> source) {
        return DynamicContainer.dynamicContainer(
                group.title() + (group.bonus() ? " (bonus)" : ""),
                grade.verdicts().stream()
                        .filter(verdict -> verdict.check().group().equals(group.id()))
                        .map(verdict -> DynamicTest.dynamicTest(
                                name(verdict), source.apply(verdict.id()).orElse(null), () -> demand(verdict))));
    }

    private static String name(Verdict verdict) {
        String points = verdict.check().maxPoints().brief();
        return verdict.id() + ": " + Excerpt.line(verdict.check().title()) + " (" + points
                + (points.equals("1") ? " point)" : " points)");
    }

    /**
     * Ends as the test of the only check of a grade: returns if it passed.
     *
     * @throws AssertionError if it did not, with all that there is to say of it
     */
    public void demandOnlyCheck() {
        Verdict verdict = grade.verdicts().get(0);
        if (verdict.status() == Status.BUILD_FAILED) {
            grade.builds().forEach(this::demand);
        }
        demand(verdict);
    }

    private void demand(BuildResult build) {
        if (!build.built()) {
            throw failure(build.part() + " does not build.\n"
                    + String.join("\n", CheckReport.compiler(build.compilerWords(), build.remarks())));
        }
    }

    private void demand(Verdict verdict) {
        switch (verdict.status()) {
            case PASSED -> {}
            case FAILED, CRASHED, HUNG, TAMPERED ->
                throw failure(JUnitReport.words(verdict, grade, wording, repeating));
            case UNGRADABLE -> throw new IllegalStateException(CheckReport.sentence(verdict.outcome()));
            case NOT_RUN, NOT_JUDGED, BUILD_FAILED -> Assumptions.abort(CheckReport.sentence(verdict.outcome()));
        }
    }

    /** Has no trace of calls: they are the grader's, and say nothing of the submission. */
    private static AssertionError failure(String words) {
        AssertionError failure = new AssertionError(words);
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }
}
