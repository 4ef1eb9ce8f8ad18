// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.export;

import java.util.List;
import java.util.stream.Collectors;
import org.messageslot.grading.Points;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Layout;
import org.messageslot.grading.report.CsvCell;

/** The CSV that Canvas' gradebook imports: one assignment, students by Canvas' own numbers. */
public final class CanvasTable {

    /** The file that it is usually kept in. */
    public static final String FILE = "canvas.csv";

    private CanvasTable() {}

    /**
     * Render a class.
     *
     * @param whole a class from a Canvas download, for only that has Canvas' numbers
     * @param assignment the assignment as the gradebook's export titles it, {@code Exercise 3 (1234)} for example
     * @return the whole file; whoever's grade does not count has an empty cell, which changes nothing in Canvas
     * @throws ClassException if the class is from elsewhere
     */
    public static String render(GradedClass whole, String assignment) throws ClassException {
        if (whole.roll().layout() != Layout.CANVAS) {
            throw new ClassException("only a class that was downloaded from Canvas has Canvas' numbers of students, and"
                    + " this is " + whole.roll().layout().words() + "; use grades.csv instead.");
        }
        StringBuilder rows = new StringBuilder();
        rows.append(cells(List.of("Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment)));
        rows.append(cells(List.of(
                "    Points Possible", "", "", "", "", whole.maxScore().number().toPlainString())));
        for (Graded one : whole.graded()) {
            Points score = one.grade().score();
            rows.append(cells(List.of(
                    one.handing().name(), one.handing().student(), "", "", "", score == null ? "" : score.toString())));
        }
        return rows.toString();
    }

    private static String cells(List<String> cells) {
        return cells.stream().map(CsvCell::of).collect(Collectors.joining(",")) + "\r\n";
    }
}
