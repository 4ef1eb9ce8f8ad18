// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.report.TerminalReport;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.RequiresGuest;

/** Another assignment than the message slot is graded by the same engine, in guests. */
@RequiresGuest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CounterTests {

    private static final Path RIGHT = Path.of("src/test/resources/org/messageslot/grading/counter/right");
    private static final Edition EDITION = CounterAssignment.COUNTER.editions().standard();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private Grader grader;

    @BeforeAll
    void prepare() throws Exception {
        grader = Grader.of(EDITION, GuestOptions.standard().series(), step -> System.err.println("grader: " + step));
    }

    private Grade graded(String right, String wrong) throws IOException, InterruptedException {
        Path handedIn = Files.createDirectories(folder.resolve("ex-" + Integer.toHexString(wrong.hashCode())));
        String source = Files.readString(RIGHT.resolve("counter.c"));
        assertThat(source).containsOnlyOnce(right);
        Files.writeString(handedIn.resolve("counter.c"), source.replace(right, wrong));
        Files.copy(RIGHT.resolve("counter.h"), handedIn.resolve("counter.h"));
        return grader.grade(handedIn, new Grader.Wish(EDITION.rubric(), 2, 7), id -> {});
    }

    private static Map<String, Status> failures(Grade grade) {
        Map<String, Status> failures = new TreeMap<>();
        for (Verdict verdict : grade.verdicts()) {
            if (!verdict.passed()) {
                failures.put(verdict.id(), verdict.status());
            }
        }
        return failures;
    }

    @Test
    void theRightModuleGetsAllPoints() throws Exception {
        Grade grade = graded("step = argument;", "step = argument;");
        assertThat(failures(grade)).isEmpty();
        assertThat(grade.headline()).isEqualTo("100.00 of 100");
        assertThat(grade.verdicts()).hasSize(10);
        assertThat(grade.submission().missing()).isEqualTo(List.of("Makefile"));
    }

    @Test
    void aWriteThatResetsNothingFailsOneCheck() throws Exception {
        Grade grade = graded("\tcount = 0;\n", "");
        assertThat(failures(grade)).isEqualTo(Map.of("write-resets", Status.FAILED));
        assertThat(TerminalReport.plain(CounterAssignment.COUNTER.wording()).render(grade))
                .contains("After a write the counter does not begin with 0 again.", "K-3: A write of anything");
    }

    @Test
    void aStepThatIsForgottenFailsOneCheck() throws Exception {
        assertThat(failures(graded("step = argument;", ""))).isEqualTo(Map.of("steps", Status.FAILED));
    }
}
