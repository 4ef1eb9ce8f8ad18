// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.engine.Graders;
import org.messageslot.grading.report.TerminalReport;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.variants.VariantCollection;
import org.messageslot.guest.RequiresGuest;

/** What only the referee sees costs its check, once, and what it cannot watch costs nothing. */
@RequiresGuest
class EveryByteTests {

    private static final String CHECK = "heap-every-byte";
    private static final String NODE = "kmalloc(sizeof(channel_node), GFP";

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Grader grader;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void getReady() throws Exception {
        grader = Graders.standard();
    }

    private Grade grade(String before, String after, String... checks) throws Exception {
        VariantCollection variants = VariantCollection.read(Path.of("variants"), Path.of("../kernel"));
        variants.unpack(variants.named("linked-lists").orElseThrow(), folder);
        Path file = folder.resolve("message_slot.c");
        String source = Files.readString(file);
        assertThat(source).contains(before);
        Files.writeString(file, source.replace(before, after));
        var rubric = grader.edition().rubric().onlyChecks(new LinkedHashSet<>(List.of(checks)));
        Grade grade = grader.grade(folder, new Grader.Wish(rubric, 2, 42), id -> {});
        assertThat(grade.ungradableBecause()).isEmpty();
        return grade;
    }

    private static Verdict verdict(Grade grade) {
        return grade.verdicts().stream()
                .filter(one -> one.id().equals(CHECK))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatTheKernelsRoundingHidesIsToldWithItsLines() throws Exception {
        Grade grade = grade(NODE, "kmalloc(sizeof(channel_node) - 8, GFP", "heap-first-write", CHECK);
        assertThat(grade.mistakes()).singleElement().satisfies(mistake -> {
            assertThat(mistake.checks()).containsExactly(CHECK);
            assertThat(mistake.explanation()).as("the sentence says it all").isNull();
            assertThat(mistake.sentence())
                    .matches("\\w+ \\(message_slot\\.c:\\d+\\) writes \\d+ bytes, and byte \\d+ is beyond the \\d+ that"
                            + " device_write \\(message_slot\\.c:\\d+\\) allocated\\..*");
        });
        assertThat(verdict(grade).outcome().calls())
                .anySatisfy(line -> assertThat(line).contains("kmalloc(sizeof(channel_node) - 8"));
    }

    @Test
    void whatAnotherCheckOfTheGroupHasFoundIsNoSecondMistake() throws Exception {
        Grade grade = grade(NODE, "kmalloc(sizeof(channel_node) - 100, GFP", "heap-first-write", CHECK);
        assertThat(verdict(grade).status()).isEqualTo(Status.NOT_RUN);
        assertThat(grade.mistakes()).hasSize(1);
    }

    @Test
    void aModuleThatHidesFromTheRefereeIsNotWatchedAndTheReportSaysSo() throws Exception {
        Grade grade = grade(
                "static ssize_t device_write(",
                "static __attribute__((no_sanitize(\"thread\"))) ssize_t device_write(",
                CHECK);
        assertThat(verdict(grade).status()).isEqualTo(Status.PASSED);
        assertThat(TerminalReport.plain(SlotAssignment.SLOT.wording())
                        .render(grade)
                        .replaceAll("\\s+", " "))
                .contains("Not every byte could be watched, which costs nothing: ")
                .contains("no_sanitize");
    }
}
