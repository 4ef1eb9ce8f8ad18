// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageslot.grading.submission.Shown;

/**
 * The students of a course, from any CSV file that has one in each row: an export of the course system, or a list of ids.
 *
 * <p>It does not matter what the columns are called, in which language, or how many there are: a student is found by any cell
 * that holds the id, or else the name, that the submission has.
 */
public final class Roster {

    private static final Pattern PARTICIPANT = Pattern.compile(".*?\\s(\\d{1,12})");
    private static final Pattern LIKE_DATA = Pattern.compile(".*(\\d{4}|@).*");

    private final List<List<String>> rows;

    private Roster(List<List<String>> rows) {
        this.rows = rows;
    }

    /**
     * Read a roster.
     *
     * @param path a CSV file
     * @return the roster
     * @throws IOException if it cannot be read; the message of a {@link ClassException} says what to do
     */
    public static Roster read(Path path) throws IOException {
        List<List<String>> rows = new ArrayList<>(CsvFile.read(path).rows());
        if (!rows.isEmpty()
                && rows.get(0).stream()
                        .noneMatch(cell -> LIKE_DATA.matcher(cell).matches())) {
            rows.remove(0);
        }
        rows.removeIf(row -> row.stream().allMatch(String::isBlank));
        if (rows.isEmpty()) {
            throw new ClassException(
                    path + " names no student; a roster has one in each row, after the row of titles.");
        }
        return new Roster(List.copyOf(rows));
    }

    /** {@return how many students there are} */
    public int size() {
        return rows.size();
    }

    /**
     * Find who handed in nothing.
     *
     * @param handings what was handed in
     * @return the first cells of their rows, fit to be shown, in the roster's order
     */
    public List<String> missing(List<Handing> handings) {
        Set<String> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Handing handing : handings) {
            ids(handing).forEach(ids::add);
            if (!handing.name().isBlank()) {
                names.add(plain(handing.name()));
            }
        }
        return rows.stream()
                .filter(row -> !isIn(row, ids) && !isIn(row, names))
                .map(Roster::shown)
                .toList();
    }

    /**
     * Find who handed in something and is not on the roster.
     *
     * @param handings what was handed in
     * @return those that no row names
     */
    public List<Handing> strangers(List<Handing> handings) {
        Set<String> cells = new HashSet<>();
        rows.forEach(row -> row.forEach(cell -> cells.addAll(words(cell))));
        return handings.stream()
                .filter(handing -> ids(handing).noneMatch(cells::contains)
                        && (handing.name().isBlank() || !cells.contains(plain(handing.name()))))
                .toList();
    }

    private static boolean isIn(List<String> row, Set<String> wanted) {
        return row.stream().flatMap(cell -> words(cell).stream()).anyMatch(wanted::contains)
                || (row.size() > 1 && wanted.contains(plain(row.get(0) + " " + row.get(1))));
    }

    /** {@return the ids of a submission; that of two students has both} */
    public static Stream<String> ids(Handing handing) {
        String whole = plain(handing.student());
        return Stream.concat(
                Stream.of(whole),
                Stream.of(whole.split("[_+,&]|-and-"))
                        .filter(part -> part.length() > 4)
                        .map(Roster::plain));
    }

    /** {@return what a cell may stand for: itself, and the number in "Participant 123"} */
    public static Set<String> words(String cell) {
        Matcher participant = PARTICIPANT.matcher(cell.strip());
        Optional<String> number = participant.matches() ? Optional.of(plain(participant.group(1))) : Optional.empty();
        Set<String> words = new HashSet<>();
        words.add(plain(cell));
        number.ifPresent(words::add);
        words.remove("");
        return words;
    }

    /** {@return a text as it is compared: spreadsheets drop zeros before numbers, and people write as they like} */
    static String plain(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .strip()
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
        return folded.matches("0+\\d+") ? folded.replaceFirst("^0+", "") : folded;
    }

    private static String shown(List<String> row) {
        return Shown.name(String.join(
                ", ",
                row.stream()
                        .filter(cell -> !cell.isBlank())
                        .limit(3)
                        .map(String::strip)
                        .toList()));
    }
}
