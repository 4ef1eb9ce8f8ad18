// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.slot.SlotAssignment;

/**
 * Every report, compared with a file that somebody has read. {@code -Dgolden.accept=true} rewrites the files; read the
 * difference before you commit it.
 */
class GoldenTests {

    private static final Path FOLDER = Path.of("src/test/resources/org/messageslot/grading/report/golden");

    static Stream<Arguments> reports() {
        Grade nasty = Invented.nasty();
        Rubric rubric = Invented.rubric(java.util.Map.of());
        Grade ungradable = new Scoring(rubric)
                .ungradable(Invented.submission(), Invented.run(rubric), "qemu-system-x86_64 is missing.");
        return Stream.of(
                        Reports.all(SlotAssignment.SLOT.wording()).stream()
                                .map(report -> Arguments.of(report.fileName(), report, nasty)),
                        Reports.all(SlotAssignment.SLOT.wording()).stream()
                                .filter(report -> !(report instanceof JsonReport))
                                .map(report -> Arguments.of("ungradable-" + report.fileName(), report, ungradable)),
                        Stream.of(Arguments.of(
                                "screen.txt",
                                TerminalReport.screen(SlotAssignment.SLOT.wording(), true, "lab repro ex3"),
                                nasty)))
                .flatMap(stream -> stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void reportIsAsItWasRead(String file, Report report, Grade grade) throws IOException {
        Path golden = FOLDER.resolve(file);
        String text = report.render(grade);
        if (Boolean.getBoolean("golden.accept")) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }
}
