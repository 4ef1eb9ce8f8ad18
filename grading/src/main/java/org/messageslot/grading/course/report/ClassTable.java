// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Points;
import org.messageslot.grading.Status;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.report.CsvCell;

/**
 * {@code grades.csv}: one row for each student, for spreadsheets and scripts.
 *
 * <p>Equal grades give equal bytes, whenever and however often a class is graded. No cell is a formula.
 */
public final class ClassTable {

    /** The file that it is usually kept in. */
    public static final String FILE = "grades.csv";

    private static final String TITLES = "student,name,result,score,of,earned,crash_penalty,bonus,late_penalty,"
            + "mistakes,passed,failed,crashed,hung,tampered,not_run,not_judged,did_not_build,parts_not_built,handed_in_at,marked_late,file,page,sha256";

    private ClassTable() {}

    /**
     * Renders a class.
     *
     * @param graded the class
     * @return the whole file; a student whose grade does not count, or who handed in nothing, has no score
     */
    public static String render(GradedClass graded) {
        StringBuilder rows = new StringBuilder(TITLES).append("\r\n");
        graded.graded().forEach(one -> rows.append(row(one)));
        graded.missing()
                .forEach(one -> rows.append(cells(List.of(
                        one, "", "missing", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "",
                        "", ""))));
        return rows.toString();
    }

    private static String row(Graded one) {
        Grade grade = one.grade();
        Handing handing = one.handing();
        Points score = grade.score();
        return cells(List.of(
                handing.student(),
                handing.name(),
                score == null ? "ungradable" : "graded",
                score == null ? "" : score.toString(),
                grade.maxScore().toString(),
                score == null ? "" : grade.earned().toString(),
                score == null ? "" : grade.penalty().toString(),
                score == null ? "" : grade.bonus().toString(),
                score == null ? "" : grade.late().toString(),
                Integer.toString(grade.mistakes().size()),
                count(grade, Status.PASSED),
                count(grade, Status.FAILED),
                count(grade, Status.CRASHED),
                count(grade, Status.HUNG),
                count(grade, Status.TAMPERED),
                count(grade, Status.NOT_RUN),
                count(grade, Status.NOT_JUDGED),
                count(grade, Status.BUILD_FAILED),
                grade.builds().stream()
                        .filter(build -> !build.built())
                        .map(BuildResult::part)
                        .collect(Collectors.joining(" ")),
                handing.at().map(ClassTable::time).orElse(""),
                handing.markedLate() ? "yes" : "",
                handing.where(),
                ClassFolder.page(handing),
                grade.submission().sha256()));
    }

    /** {@return a moment to the second, as {@code 2024-01-17T20:59:00Z}} */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String count(Grade grade, Status status) {
        return Long.toString(grade.count(status));
    }

    private static String cells(List<String> cells) {
        return cells.stream().map(CsvCell::of).collect(Collectors.joining(",")) + "\r\n";
    }
}
