// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.export;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Points;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.CsvFile;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.MoodleSheet;

/**
 * Moodle's offline grading worksheet, filled in: the instructor's own file with grades and feedback put into it, and nothing
 * else changed.
 */
public final class MoodleWorksheet {

    private final MoodleSheet sheet;

    private MoodleWorksheet(MoodleSheet sheet) {
        this.sheet = sheet;
    }

    /**
     * Names the columns that are filled in, where they cannot be told.
     *
     * @param grade the title of the column for grades; {@code null} to find it
     * @param feedback the title of the column for feedback; {@code null} for the last one
     */
    public record ColumnTitles(
            @Nullable String grade, @Nullable String feedback) {}

    /**
     * The worksheet after filling in.
     *
     * @param text the whole file
     * @param filled how many submissions have a grade in it now
     * @param unknown submissions that no row is for, by student
     * @param changes what changes, for each row that is filled in
     */
    public record Filled(String text, int filled, List<String> unknown, List<GradeChange> changes) {

        /** Keep copies of the lists. */
        public Filled {
            unknown = List.copyOf(unknown);
            changes = List.copyOf(changes);
        }
    }

    /**
     * Understands a worksheet.
     *
     * @param file the instructor's file
     * @param columns which columns are filled in
     * @return the worksheet
     * @throws ClassException if it is none, as far as can be seen; the message says what to do
     */
    public static MoodleWorksheet of(CsvFile file, ColumnTitles columns) throws ClassException {
        return new MoodleWorksheet(MoodleSheet.of(file, columns.grade(), columns.feedback()));
    }

    /** {@return the worksheet as it was read} */
    public MoodleSheet sheet() {
        return sheet;
    }

    /**
     * Fills in a class.
     *
     * @param whole the class; whoever's grade does not count stays as the worksheet has it
     * @return the file, and what was not in it
     * @throws ClassException if the worksheet's grades go to another number than ours, or two submissions are one student's
     */
    public Filled filledIn(GradedClass whole) throws ClassException {
        Optional<BigDecimal> most = sheet.most();
        if (most.isPresent() && most.get().compareTo(whole.maxScore().number()) != 0) {
            throw new ClassException(
                    "the worksheet's grades go to " + most.get().toPlainString() + ", and these to "
                            + whole.maxScore().brief() + "; set the assignment's maximum grade in Moodle to "
                            + whole.maxScore().brief() + ", and download the worksheet again.");
        }
        Recipients recipients = new Recipients(whole, sheet);
        Map<Integer, Graded> byRow = new HashMap<>();
        Set<Graded> found = new HashSet<>();
        for (Graded one : whole.graded()) {
            for (String number : recipients.of(one.handing())) {
                int row = sheet.row(number).orElseThrow();
                Graded twin = byRow.putIfAbsent(row, one);
                if (twin != null) {
                    throw new ClassException("participant " + number + " of the worksheet is in two submissions, "
                            + twin.handing().student() + " and " + one.handing().student()
                            + "; leave one out, by the plan.");
                }
                found.add(one);
            }
        }
        return filled(whole, byRow, found);
    }

    private Filled filled(GradedClass whole, Map<Integer, Graded> byRow, Set<Graded> found) {
        CsvFile file = sheet.file();
        int column = sheet.columns().grade();
        StringBuilder text = new StringBuilder();
        List<GradeChange> changes = new ArrayList<>();
        for (int row = 0; row < file.rows().size(); row++) {
            Graded one = byRow.get(row);
            Points score = one == null ? null : one.grade().score();
            if (one == null || score == null) {
                text.append(line(file.rows().get(row)));
            } else {
                text.append(line(filled(file.rows().get(row), score, one)));
                changes.add(new GradeChange(file.cell(row, 0).strip(), file.cell(row, column), score.toString()));
            }
        }
        return new Filled(
                text.toString(),
                (int) found.stream().filter(one -> one.grade().score() != null).count(),
                whole.graded().stream()
                        .filter(one -> !found.contains(one))
                        .map(one -> one.handing().student())
                        .toList(),
                changes);
    }

    private List<String> filled(List<String> row, Points score, Graded one) {
        MoodleSheet.ColumnPlaces columns = sheet.columns();
        List<String> cells = new ArrayList<>(row);
        while (cells.size() <= columns.feedback()) {
            cells.add("");
        }
        cells.set(columns.grade(), score.toString());
        cells.set(columns.feedback(), Feedback.oneCell(one.grade()));
        return cells;
    }

    /** The instructor's own cells are written as they were; a guard would keep Moodle from knowing its students. */
    private String line(List<String> cells) {
        return CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(sheet.file().separator())
                        .get()
                        .format(cells.toArray())
                + "\r\n";
    }
}
