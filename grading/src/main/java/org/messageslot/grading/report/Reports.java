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

    private static final List<Report> ALL = List.of(
            new JsonReport(),
            new HtmlReport(),
            TerminalReport.plain(),
            new MarkdownReport(),
            new JUnitReport(),
            new GradescopeReport(),
            new ClassroomReport());

    private Reports() {}

    /** {@return every form that is written to a file, grade.json first} */
    public static List<Report> all() {
        return ALL;
    }

    /**
     * Write every report of a grade.
     *
     * @param folder where; made if it is not there
     * @param grade the grade, for staff as it is, or {@linkplain Redaction#forStudent redacted} for its student
     * @return the files, in the order of {@link #all()}
     * @throws IOException if a file cannot be written; those before it are whole
     */
    public static List<Path> write(Path folder, Grade grade) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (Report report : ALL) {
            Path file = folder.resolve(report.fileName());
            FinishedFile.write(file, report.render(grade));
            files.add(file);
        }
        return List.copyOf(files);
    }
}
