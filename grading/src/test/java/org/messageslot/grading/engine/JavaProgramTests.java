// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.RequiresGuest;

/** Submissions whose programs are in Java: one written with the kit's library, one with bare JNA. */
@RequiresGuest
@Tag("slow")
class JavaProgramTests {

    private static final Path KIT = Path.of("../kernel");
    private static final Set<String> CHECKS =
            Set.of("sender-sends", "sender-too-few-arguments", "reader-prints-message", "reader-ioctl-fails");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Map<String, Status> graded(String name, String old, String changed) throws Exception {
        for (String file : List.of("message_slot.c", "message_slot.h")) {
            Files.copy(KIT.resolve(file), folder.resolve(file));
        }
        for (String file : List.of("MessageSender.java", "MessageReader.java")) {
            String source = text(file);
            Files.writeString(folder.resolve(file), file.equals(name) ? source.replace(old, changed) : source);
        }
        Edition edition = SlotAssignment.SLOT.editions().standard();
        Grader grader =
                Grader.of(edition, GuestOptions.standard().series(), step -> System.err.println("grader: " + step));
        Grade grade = grader.grade(folder, new Grader.Wish(edition.rubric().only(CHECKS), 2, 7), id -> {});
        assertThat(grade.submission().missing()).containsExactly("Makefile");
        return grade.verdicts().stream().collect(Collectors.toMap(Verdict::id, Verdict::status));
    }

    private static String text(String file) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(JavaProgramTests.class.getResourceAsStream("java/" + file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void goodProgramsPass() throws Exception {
        assertThat(graded("", "", "").values()).containsOnly(Status.PASSED);
    }

    @Test
    void aReaderThatEndsTheLineFails() throws Exception {
        assertThat(graded("MessageReader.java", "System.out.flush();", "System.out.println();"))
                .containsEntry("sender-sends", Status.PASSED)
                .containsEntry("reader-prints-message", Status.FAILED)
                .containsEntry("reader-ioctl-fails", Status.PASSED);
    }

    @Test
    void aProgramThatDoesNotCompileLosesItsChecks() throws Exception {
        assertThat(graded("MessageSender.java", "slot.write(", "slot.wrote("))
                .containsEntry("sender-sends", Status.BUILD_FAILED)
                .containsEntry("reader-prints-message", Status.PASSED);
    }
}
