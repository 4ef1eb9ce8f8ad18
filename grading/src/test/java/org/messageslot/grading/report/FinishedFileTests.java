// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.Invented;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.host.FinishedFile;

class FinishedFileTests {

    @TempDir
    private Path folder;

    @Test
    void anOlderFileIsReplacedAndNothingIsLeftBesideIt() throws IOException {
        Path file = folder.resolve("grade.json");
        FinishedFile.write(file, "old");
        FinishedFile.write(file, "שלום");
        assertThat(Files.readString(file)).isEqualTo("שלום");
        assertThat(names()).containsExactly("grade.json");
    }

    @Test
    void whatCannotBeRenamedLeavesNothingBeside() throws IOException {
        Path taken = folder.resolve("grade.json");
        Files.createDirectories(taken.resolve("inside"));
        assertThatThrownBy(() -> FinishedFile.write(taken, "new")).isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("grade.json");
    }

    @Test
    void allReportsOfAGradeAreWritten() throws IOException {
        List<Path> files =
                Reports.write(folder.resolve("reports/one"), Invented.nasty(), SlotAssignment.SLOT.wording());
        assertThat(files)
                .hasSameSizeAs(Reports.all(SlotAssignment.SLOT.wording()))
                .allMatch(Files::isRegularFile);
        assertThat(files.stream().map(Path::getFileName).distinct()).hasSameSizeAs(files);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
