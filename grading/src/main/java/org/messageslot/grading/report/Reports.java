// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.messageslot.grading.Grade;
import org.messageslot.host.FinishedFile;

/** All reports of a grade, in a folder. */
public final class Reports {

    private Reports() {}

    /**
     * Lists the forms of a grade.
     *
     * @param wording the assignment's words
     * @return every form that is written to a file, grade.json first
     */
    public static List<Report> all(Wording wording) {
        return List.of(
                new JsonReport(),
                new HtmlReport(wording),
                TerminalReport.plain(wording),
                new MarkdownReport(wording),
                new JUnitReport(wording),
                new GradescopeReport(wording),
                new ClassroomReport());
    }

    /**
     * Writes every report of a grade.
     *
     * @param folder where; made if it is not there
     * @param grade the grade, for staff as it is, or {@linkplain Redaction#forStudent redacted} for its student
     * @param wording the assignment's words
     * @return the files, in the order of {@link #all(Wording)}
     * @throws IOException if a file cannot be written; those before it are whole
     */
    public static List<Path> write(Path folder, Grade grade, Wording wording) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (Report report : all(wording)) {
            Path file = folder.resolve(report.fileName());
            FinishedFile.write(file, report.render(grade));
            files.add(file);
        }
        return List.copyOf(files);
    }
}
