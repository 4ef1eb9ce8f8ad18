// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Points;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.CsvFile;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Layout;
import org.messageslot.grading.report.CsvCell;

/** The CSV that Canvas' gradebook imports: one assignment, students by Canvas' own numbers. */
public final class CanvasTable {

    /** The file that it is usually kept in. */
    public static final String FILE = "canvas.csv";

    private static final String NOBODY = "anon_";

    private CanvasTable() {}

    /**
     * An import.
     *
     * @param text the whole file; whoever's grade does not count is not in it, for an empty cell would blank what is there
     * @param changes what the import changes
     */
    public record Import(String text, List<GradeChange> changes) {

        /** Keep a copy of the list. */
        public Import {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Renders a class.
     *
     * @param whole a class from a Canvas download, for only that has Canvas' numbers
     * @param assignment the assignment as the gradebook's export titles it, {@code Exercise 3 (1234)} for example
     * @param gradebook the gradebook's export, by which it is known what is there; {@code null} if there is none
     * @return the import
     * @throws ClassException if the class is from elsewhere, or the gradebook has no such assignment
     */
    public static Import render(GradedClass whole, String assignment, @Nullable CsvFile gradebook)
            throws ClassException {
        if (whole.roll().layout() != Layout.CANVAS) {
            throw new ClassException("only a class that was downloaded from Canvas has Canvas' numbers of students, and"
                    + " this is " + whole.roll().layout().words() + "; use grades.csv instead.");
        }
        if (whole.graded().stream().anyMatch(one -> one.handing().student().startsWith(NOBODY))) {
            throw new ClassException(
                    "the class was downloaded while Canvas hides names, and has no numbers of students;"
                            + " let Canvas show them, download it again, and grade that: finished grades are kept.");
        }
        Map<String, String> before = gradebook == null ? Map.of() : grades(gradebook, assignment);
        StringBuilder rows = new StringBuilder();
        List<GradeChange> changes = new ArrayList<>();
        rows.append(cells(List.of("Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment)));
        rows.append(cells(List.of(
                "    Points Possible", "", "", "", "", whole.maxScore().number().toPlainString())));
        for (Graded one : whole.graded()) {
            Points score = one.grade().score();
            if (score == null) {
                continue;
            }
            String id = one.handing().student();
            rows.append(cells(List.of(one.handing().name(), id, "", "", "", score.toString())));
            changes.add(new GradeChange(
                    (id + " " + one.handing().name()).strip(),
                    gradebook == null ? "?" : before.getOrDefault(id, "?"),
                    score.toString()));
        }
        return new Import(rows.toString(), changes);
    }

    private static Map<String, String> grades(CsvFile gradebook, String assignment) throws ClassException {
        List<String> titles = gradebook.rows().isEmpty()
                ? List.of()
                : gradebook.rows().get(0).stream().map(String::strip).toList();
        int id = titles.indexOf("ID");
        int grade = titles.indexOf(assignment.strip());
        if (id < 0 || grade < 0) {
            throw new ClassException(gradebook.name() + ", line 1, has no column '" + (id < 0 ? "ID" : assignment)
                    + "'; its titles are: " + String.join(" | ", titles));
        }
        Map<String, String> grades = new HashMap<>();
        for (int row = 1; row < gradebook.rows().size(); row++) {
            grades.put(
                    gradebook.cell(row, id).strip(), gradebook.cell(row, grade).strip());
        }
        return grades;
    }

    private static String cells(List<String> cells) {
        return cells.stream().map(CsvCell::of).collect(Collectors.joining(",")) + "\r\n";
    }
}
