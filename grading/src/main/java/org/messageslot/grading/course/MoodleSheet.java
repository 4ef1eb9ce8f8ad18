// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.time.Moment;
import org.messageslot.grading.course.time.WrittenTime;

/**
 * Moodle's offline grading worksheet, understood by the place of its columns: the titles are in the site's language.
 *
 * <p>Moodle's own order is: identifier, full name, what identifies users on the site, status, group, marker, grade, maximum
 * grade, workflow state, whether the grade can be changed, last modified (submission), online text, last modified (grade),
 * feedback. Some of them may be missing.
 */
public final class MoodleSheet {

    private static final Pattern IDENTIFIER = Pattern.compile("(?s)(\\D*)(\\d{1,12})\\s*");
    private static final int NAME = 1;
    private static final int LEAST = 2;

    private final CsvFile file;
    private final ColumnPlaces columns;
    private final Map<String, Integer> rows;
    private final Map<String, Moment> submitted;

    /**
     * The places of the columns, from 0; -1 for one that is not there.
     *
     * @param grade the grade
     * @param most the maximum grade
     * @param submitted when the submission was last changed
     * @param feedback the feedback
     */
    public record ColumnPlaces(int grade, int most, int submitted, int feedback) {}

    private MoodleSheet(CsvFile file, ColumnPlaces columns, Map<String, Integer> rows, Map<String, Moment> submitted) {
        this.file = file;
        this.columns = columns;
        this.rows = rows;
        this.submitted = submitted;
    }

    /**
     * Understands a worksheet.
     *
     * @param file the instructor's file
     * @param grade the title of the column for grades; {@code null} to find it
     * @param feedback the title of the column for feedback; {@code null} for the last one
     * @return the worksheet, without the times of submissions
     * @throws ClassException if it is none; the message says where, and what to do
     */
    public static MoodleSheet of(CsvFile file, @Nullable String grade, @Nullable String feedback)
            throws ClassException {
        return new MoodleSheet(file, columns(file, grade, feedback), participants(file), Map.of());
    }

    /**
     * Understands a worksheet, with the times of submissions.
     *
     * @param file the instructor's file
     * @param zone the zone that the site shows its times in; {@code null} if that is not known, and then there are none
     * @return the worksheet
     * @throws IOException if it is none, or a time in it cannot be read; the message says where, and what to do
     */
    public static MoodleSheet withTimes(CsvFile file, @Nullable ZoneId zone) throws IOException {
        ColumnPlaces columns = columns(file, null, null);
        Map<String, Integer> participants = participants(file);
        Map<String, Moment> submitted = new HashMap<>();
        List<Integer> rows = IntStream.range(1, file.rows().size())
                .filter(row -> zone != null
                        && columns.submitted() > 0
                        && !WrittenTime.isNone(file.cell(row, columns.submitted())))
                .boxed()
                .toList();
        try {
            List<Optional<Instant>> times = WrittenTime.read(
                    rows.stream()
                            .map(row -> file.cell(row, columns.submitted()))
                            .toList(),
                    Optional.ofNullable(zone));
            for (int i = 0; i < rows.size(); i++) {
                String number = number(file.cell(rows.get(i), 0)).orElse("");
                times.get(i).ifPresent(at -> submitted.put(number, new Moment(at, "worksheet")));
            }
        } catch (WrittenTime.UnreadableTime e) {
            throw file.wrong(rows.get(e.index()), columns.submitted(), String.valueOf(e.getMessage()));
        }
        return new MoodleSheet(file, columns, participants, submitted);
    }

    /** {@return the participant's number, which Moodle writes last, in every language} */
    private static Optional<String> number(String identifier) {
        Matcher matcher = IDENTIFIER.matcher(identifier);
        return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
    }

    private static Map<String, Integer> participants(CsvFile file) throws ClassException {
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (int row = 1; row < file.rows().size(); row++) {
            String cell = file.cell(row, 0);
            Optional<String> number = number(cell);
            if (number.isEmpty()) {
                throw file.wrong(
                        row,
                        0,
                        "'" + cell + "' is no identifier of Moodle's, Participant 123 for example;"
                                + " download the worksheet from the assignment's page in Moodle, and leave its first column.");
            }
            if (rows.putIfAbsent(number.get(), row) != null) {
                throw file.wrong(row, 0, "participant " + number.get() + " is there twice; keep one row.");
            }
        }
        return rows;
    }

    private static ColumnPlaces columns(CsvFile file, @Nullable String grade, @Nullable String feedback)
            throws ClassException {
        if (file.rows().size() < LEAST) {
            throw new ClassException(file.name()
                    + ", the worksheet, has no students; download it from the assignment's page in Moodle.");
        }
        List<String> titles = file.rows().get(0).stream().map(String::strip).toList();
        int submitted = submitted(file, titles);
        int own = grade == null ? grade(file, titles, submitted) : column(file, titles, grade);
        int text = feedback == null ? titles.size() - 1 : column(file, titles, feedback);
        if (own < 1 || text <= own) {
            throw file.wrong(
                    0,
                    0,
                    "it cannot be told which column is for grades and which for feedback; name them by"
                            + " --grade-column and --feedback-column. The titles are: " + String.join(" | ", titles));
        }
        return new ColumnPlaces(own, isMost(file, own + 1) ? own + 1 : -1, submitted, text);
    }

    private static int column(CsvFile file, List<String> titles, String wanted) throws ClassException {
        int column = titles.indexOf(wanted.strip());
        if (column < 0) {
            throw file.wrong(
                    0,
                    0,
                    "the worksheet has no column '" + wanted + "'; its titles are: " + String.join(" | ", titles));
        }
        return column;
    }

    /** The first column in which every cell is a time, or none, and there is a time. */
    private static int submitted(CsvFile file, List<String> titles) {
        int english = titles.indexOf("Last modified (submission)");
        Predicate<String> time = cell -> cell.matches("(?s).*\\d{4}.*") && cell.matches("(?s).*\\d{1,2}[:.]\\d{2}.*");
        return english >= 0
                ? english
                : IntStream.range(NAME + 1, titles.size())
                        .filter(column -> all(file, column, cell -> WrittenTime.isNone(cell) || time.test(cell))
                                && any(file, column, time))
                        .findFirst()
                        .orElse(-1);
    }

    /**
     * The grade stands before the largest possible one, which is the same number in every row. If all grades are equal, both
     * columns are alike; then it is the first of them, for the next one says in words whether the grade can be changed. An
     * ID number can be the same in every row of a class of one, so the last such place before the times counts.
     */
    private static int grade(CsvFile file, List<String> titles, int submitted) {
        int english = titles.indexOf("Grade");
        if (english > 0) {
            return english;
        }
        int end = submitted > 0 ? submitted : titles.size();
        return IntStream.range(NAME, end)
                        .filter(column -> isMost(file, column) && !isMost(file, column + 1))
                        .max()
                        .orElse(0)
                - 1;
    }

    private static boolean isMost(CsvFile file, int column) {
        Optional<BigDecimal> first = points(file.cell(1, column));
        return first.filter(most -> most.signum() > 0).isPresent()
                && all(file, column, cell -> points(cell).equals(first));
    }

    private static boolean all(CsvFile file, int column, Predicate<String> fits) {
        return IntStream.range(1, file.rows().size()).allMatch(row -> fits.test(file.cell(row, column)));
    }

    private static boolean any(CsvFile file, int column, Predicate<String> fits) {
        return IntStream.range(1, file.rows().size()).anyMatch(row -> fits.test(file.cell(row, column)));
    }

    /** {@return the number in a cell, with a point or a comma} */
    public static Optional<BigDecimal> points(String cell) {
        String plain = cell.strip().replace(',', '.');
        return plain.matches("\\d{1,6}(\\.\\d{1,6})?") ? Optional.of(new BigDecimal(plain)) : Optional.empty();
    }

    /** {@return the file} */
    public CsvFile file() {
        return file;
    }

    /** {@return where the columns are} */
    public ColumnPlaces columns() {
        return columns;
    }

    /** {@return the largest grade that the assignment has in Moodle, if the worksheet says it} */
    public Optional<BigDecimal> most() {
        return points(file.cell(1, columns.most()));
    }

    /** {@return the row of a participant, from 0} */
    public Optional<Integer> row(String number) {
        return Optional.ofNullable(rows.get(number));
    }

    /** {@return the participants' numbers, in the order of the rows} */
    public List<String> numbers() {
        return List.copyOf(rows.keySet());
    }

    /** {@return what the worksheet says of a participant} */
    public Optional<Member> participant(String number) {
        return row(number).map(row -> member(number, row));
    }

    private Member member(String number, int row) {
        List<String> aliases = IntStream.range(NAME + 1, columns.grade())
                .mapToObj(column -> file.cell(row, column).strip())
                .filter(cell -> cell.matches("\\d{5,12}") || cell.matches("\\S+@\\S+"))
                .toList();
        return new Member(number, file.cell(row, NAME).strip(), aliases);
    }

    /** {@return whether somebody in the worksheet has an id} */
    boolean hasId(String id) {
        return rows.entrySet().stream()
                .anyMatch(entry -> member(entry.getKey(), entry.getValue())
                        .ids()
                        .anyMatch(one -> Roster.plain(one).equals(Roster.plain(id))));
    }

    /** {@return when a participant's submission was last changed} */
    public Optional<Moment> submitted(String number) {
        return Optional.ofNullable(submitted.get(number));
    }

    /** {@return what Moodle calls a participant: {@code "Participant 123"}; empty if there is none of this number} */
    public String identifier(String number) {
        return row(number).map(row -> file.cell(row, 0).strip()).orElse("");
    }

    /** {@return whether a name is that of a group} */
    public boolean isGroup(String name) {
        return !group(name).isEmpty();
    }

    /** {@return the members of a group, which stands between the status and the grade} */
    public List<Member> group(String name) {
        List<Member> members = new ArrayList<>();
        String wanted = folded(name);
        rows.forEach((number, row) -> {
            boolean in = IntStream.range(NAME + 1, columns.grade())
                    .anyMatch(column -> folded(file.cell(row, column)).equals(wanted));
            if (in && !wanted.isEmpty()) {
                members.add(member(number, row));
            }
        });
        return members;
    }

    /** Moodle replaces underscores in a download's names. */
    private static String folded(String name) {
        return Roster.plain(name.replace('_', ' ')).toLowerCase(Locale.ROOT);
    }
}
