// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.browser.PagesInBrowser;
import org.messageslot.grading.Invented;
import org.messageslot.grading.course.report.ClassPage;
import org.messageslot.grading.course.report.FabricatedClass;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.slot.SlotAssignment;

/** Every kind of report that a browser shows, with names of which some are Hebrew. */
@Tag("slow")
class ReportsInBrowserTests {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void areInOrder(String scheme) throws Exception {
        Path pages = Files.createDirectories(folder.resolve("pages"));
        Rubric rubric = Invented.rubric(Map.of());
        HtmlReport report = new HtmlReport(SlotAssignment.SLOT.wording());
        write(pages, "grade.html", report.render(Invented.nasty()));
        write(
                pages,
                "ungradable.html",
                report.render(new Scoring(rubric)
                        .ungradable(Invented.submission(), Invented.run(rubric), "QEMU is missing.")));
        // Its links lead to the reports of students.
        write(
                pages,
                "class.html",
                ClassPage.render(FabricatedClass.of(40), SlotAssignment.SLOT.wording())
                        .replaceAll("href=\"students/[^\"]*\"", "href=\"grade.html\""));
        assertThat(PagesInBrowser.faults(pages, folder, scheme)).isEqualTo("checked 3");
    }

    private static void write(Path folder, String name, String page) throws Exception {
        Files.writeString(folder.resolve(name), page);
    }
}
