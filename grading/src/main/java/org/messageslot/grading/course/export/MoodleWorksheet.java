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
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Points;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.CsvFile;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Roster;

/**
 * Moodle's offline grading worksheet, filled in: the instructor's own file with grades and feedback put into it, and nothing
 * else changed.
 *
 * <p>The titles are in the site's language, so columns are told by what is in them: the largest possible grade is the same
 * number in every row, the grade stands before it, and the feedback last.
 */
public final class MoodleWorksheet {

    private final List<List<String>> rows;
    private final int gradeColumn;
    private final int feedbackColumn;
    private final Optional<BigDecimal> most;
    private final char separator;

    private MoodleWorksheet(CsvFile file, int gradeColumn, int feedbackColumn, Optional<BigDecimal> most) {
        this.rows = file.rows();
        this.separator = file.separator();
        this.gradeColumn = gradeColumn;
        this.feedbackColumn = feedbackColumn;
        this.most = most;
    }

    /**
     * Which columns are filled in, where they cannot be told.
     *
     * @param grade the title of the column for grades; {@code null} to find it
     * @param feedback the title of the column for feedback; {@code null} for the last one
     */
    public record Columns(@Nullable String grade, @Nullable String feedback) {}

    /**
     * What filling in came to.
     *
     * @param text the whole file
     * @param filled how many rows have a grade now that it put there
     * @param unknown submissions that no row is for, by student
     */
    public record Filled(String text, int filled, List<String> unknown) {

        /** Keep a copy of the list. */
        public Filled {
            unknown = List.copyOf(unknown);
        }
    }

    /**
     * Understand a worksheet.
     *
     * @param file the instructor's file
     * @param columns which columns are filled in
     * @return the worksheet
     * @throws ClassException if it is none, as far as can be seen; the message says what to do
     */
    public static MoodleWorksheet of(CsvFile file, Columns columns) throws ClassException {
        if (file.rows().size() < 2) {
            throw new ClassException(
                    "the worksheet has no students; download it from the assignment's page in Moodle.");
        }
        List<String> titles = file.rows().get(0);
        int most = columnOfTheMost(file);
        int grade = columns.grade() == null ? most - 1 : column(titles, columns.grade());
        int feedback = columns.feedback() == null ? titles.size() - 1 : column(titles, columns.feedback());
        if (grade < 1 || feedback <= grade) {
            throw new ClassException("it cannot be told which column is for grades and which for feedback; name them by"
                    + " --grade-column and --feedback-column. The titles are: " + String.join(" | ", titles));
        }
        return new MoodleWorksheet(
                file,
                grade,
                feedback,
                most < 0 ? Optional.empty() : number(file.rows().get(1).get(most)));
    }

    private static int column(List<String> titles, String wanted) throws ClassException {
        int column = titles.stream().map(String::strip).toList().indexOf(wanted.strip());
        if (column < 0) {
            throw new ClassException(
                    "the worksheet has no column '" + wanted + "'; its titles are: " + String.join(" | ", titles));
        }
        return column;
    }

    private static int columnOfTheMost(CsvFile file) {
        List<List<String>> students = file.rows().subList(1, file.rows().size());
        return IntStream.range(2, file.rows().get(0).size())
                .filter(column -> students.stream()
                                .allMatch(row -> column < row.size()
                                        && number(row.get(column)).isPresent()
                                        && row.get(column)
                                                .equals(students.get(0).get(column)))
                        && number(students.get(0).get(column)).orElseThrow().signum() > 0)
                .findFirst()
                .orElse(-1);
    }

    private static Optional<BigDecimal> number(String cell) {
        String plain = cell.strip().replace(',', '.');
        return plain.matches("\\d{1,6}(\\.\\d{1,6})?") ? Optional.of(new BigDecimal(plain)) : Optional.empty();
    }

    /**
     * Fill in a class.
     *
     * @param whole the class; whoever's grade does not count stays as the worksheet has it
     * @return the file, and what was not in it
     * @throws ClassException if the worksheet's grades go to another number than ours
     */
    public Filled filledIn(GradedClass whole) throws ClassException {
        if (most.isPresent() && most.get().compareTo(whole.maxScore().number()) != 0) {
            throw new ClassException(
                    "the worksheet's grades go to " + most.get().toPlainString() + ", and these to "
                            + whole.maxScore().brief() + "; set the assignment's maximum grade in Moodle to "
                            + whole.maxScore().brief() + ", and download the worksheet again.");
        }
        Map<String, Graded> byId = new HashMap<>();
        whole.graded().forEach(one -> Roster.ids(one.handing()).forEach(id -> byId.putIfAbsent(id, one)));
        Set<Graded> found = new HashSet<>();
        StringBuilder text = new StringBuilder(line(rows.get(0)));
        int filled = 0;
        for (List<String> row : rows.subList(1, rows.size())) {
            Optional<Graded> one = row.stream()
                    .limit(gradeColumn)
                    .flatMap(cell -> Roster.words(cell).stream())
                    .flatMap(word -> Optional.ofNullable(byId.get(word)).stream())
                    .findFirst();
            one.ifPresent(found::add);
            Points score = one.map(Graded::grade).map(grade -> grade.score()).orElse(null);
            filled += score == null ? 0 : 1;
            text.append(line(score == null ? row : filled(row, score, one.orElseThrow())));
        }
        return new Filled(
                text.toString(),
                filled,
                whole.graded().stream()
                        .filter(one -> !found.contains(one))
                        .map(one -> one.handing().student())
                        .toList());
    }

    private List<String> filled(List<String> row, Points score, Graded one) {
        List<String> cells = new ArrayList<>(row);
        while (cells.size() <= feedbackColumn) {
            cells.add("");
        }
        cells.set(gradeColumn, score.toString());
        cells.set(feedbackColumn, Feedback.oneCell(one.grade()));
        return cells;
    }

    /** The instructor's own cells are written as they were; a guard would keep Moodle from knowing its students. */
    private String line(List<String> cells) {
        return CSVFormat.RFC4180.builder().setDelimiter(separator).get().format(cells.toArray()) + "\r\n";
    }
}
