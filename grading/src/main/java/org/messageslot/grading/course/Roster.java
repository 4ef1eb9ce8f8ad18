// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.messageslot.grading.submission.Shown;

/**
 * The students of a course, from any CSV file that has one in each row: an export of the course system, or a list of ids.
 *
 * <p>It does not matter what the columns are called, in which language, or how many there are: a student is found by a cell
 * that holds the id, or else by the name. A column in which two rows agree names groups or sections and nobody's id; of two
 * students with one name, both must be there.
 */
public final class Roster {

    private static final Pattern PARTICIPANT = Pattern.compile("(.*?\\s)(\\d{1,12})");
    private static final Pattern LIKE_DATA = Pattern.compile(".*(\\d{4}|@).*");
    private static final Pattern GROUP_TITLE = Pattern.compile(
            "(?i).*(group|grupp|grup|groep|section|sección|sezione|team|class\\b|קבוצ|групп|مجموع|组|組|グループ|그룹).*");
    private static final List<String> CANVAS_TITLES = List.of("student", "id");
    private static final Set<String> CANVAS_ROWS =
            Set.of("points possible", "manual posting", "student, test", "test student");

    private final List<List<String>> rows;
    private final Set<Integer> groups;
    private final Set<Integer> participants;
    private final int idColumn;

    private Roster(List<List<String>> rows, Set<Integer> groups, int idColumn) {
        this.rows = rows;
        this.groups = groups;
        this.idColumn = idColumn;
        this.participants = new HashSet<>(namesParticipants(rows) ? Set.of(0) : Set.of());
    }

    /**
     * Reads a roster.
     *
     * @param path a CSV file
     * @return the roster
     * @throws IOException if it cannot be read; the message of a {@link ClassException} says what to do
     */
    public static Roster read(Path path) throws IOException {
        List<List<String>> rows = new ArrayList<>(CsvFile.read(path).rows());
        List<String> titles = List.of();
        boolean titled = !rows.isEmpty()
                && rows.get(0).stream()
                        .noneMatch(cell -> LIKE_DATA.matcher(cell).matches());
        boolean canvas = !rows.isEmpty() && isCanvas(rows.get(0));
        if (titled || canvas) {
            titles = rows.remove(0);
        }
        rows.removeIf(row -> row.stream().allMatch(String::isBlank) || (canvas && isOfCanvas(row)));
        if (rows.isEmpty()) {
            throw new ClassException(
                    path + " names no student; a roster has one in each row, after the row of titles.");
        }
        return new Roster(List.copyOf(rows), groups(titles, rows), canvas ? 1 : -1);
    }

    private static boolean isCanvas(List<String> titles) {
        return titles.stream()
                .limit(2)
                .map(title -> title.strip().toLowerCase(Locale.ROOT))
                .toList()
                .equals(CANVAS_TITLES);
    }

    /** Canvas' gradebook has rows for the most points, for how grades are posted, and for its test student. */
    private static boolean isOfCanvas(List<String> row) {
        return row.get(0).isBlank()
                || CANVAS_ROWS.contains(row.get(0).strip().toLowerCase(Locale.ROOT))
                || (row.size() > 1 && row.get(1).isBlank());
    }

    private static Set<Integer> groups(List<String> titles, List<List<String>> rows) {
        Set<Integer> groups = new HashSet<>();
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        for (int column = 0; column < columns; column++) {
            if (column < titles.size()
                    && GROUP_TITLE.matcher(titles.get(column)).matches()) {
                groups.add(column);
            }
        }
        return groups;
    }

    /** Moodle's identifiers differ in nothing but the number at their end. */
    private static boolean namesParticipants(List<List<String>> rows) {
        Set<String> words = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        for (List<String> row : rows) {
            Matcher matcher = PARTICIPANT.matcher(row.get(0).strip());
            if (!matcher.matches()) {
                return false;
            }
            words.add(matcher.group(1));
            numbers.add(matcher.group(2));
        }
        return words.size() == 1 && numbers.size() == rows.size();
    }

    /** {@return how many students there are} */
    public int size() {
        return rows.size();
    }

    /** {@return whether a row has an id} */
    public boolean hasId(String id) {
        String wanted = plain(id);
        return rows.stream().anyMatch(row -> ids(row).contains(wanted));
    }

    /** {@return the members of a group, by the columns that name groups; known by their first cell that is an id} */
    List<Member> group(String name) {
        String wanted = plain(name);
        return rows.stream()
                .filter(row -> groups.stream()
                        .anyMatch(column -> column < row.size()
                                && Stream.of(row.get(column).split("[,;]"))
                                        .anyMatch(cell -> plain(cell).equals(wanted))))
                .map(this::member)
                .toList();
    }

    private Member member(List<String> row) {
        List<String> ids = IntStream.range(0, row.size())
                .filter(column -> !groups.contains(column))
                .mapToObj(column -> row.get(column).strip())
                .filter(cell -> LIKE_DATA.matcher(cell).matches())
                .toList();
        return ids.isEmpty()
                ? Member.of(row.get(0).strip())
                : new Member(ids.get(0), row.get(0).strip(), ids.subList(1, ids.size()));
    }

    /**
     * Finds who handed in nothing.
     *
     * @param handings what was handed in
     * @return the first cells of their rows, fit to be shown, in the roster's order
     */
    public List<String> missing(List<Handing> handings) {
        return missingMembers(handings.stream().map(RosterKey::of).toList());
    }

    /** A submission as the roster looks for it. */
    record RosterKey(Set<String> ids, String name) {

        static RosterKey of(Handing handing) {
            Set<String> ids = new HashSet<>();
            handing.ids().forEach(ids::add);
            return new RosterKey(ids, plain(handing.name()));
        }
    }

    List<String> missingMembers(List<RosterKey> persons) {
        Set<String> ids = new HashSet<>();
        Map<String, Integer> names = new HashMap<>();
        for (RosterKey person : persons) {
            ids.addAll(person.ids());
            boolean known = person.ids().stream().anyMatch(this::hasId);
            if (!person.name().isBlank() && !known) {
                names.merge(person.name(), 1, Integer::sum);
            }
        }
        List<String> missing = new ArrayList<>();
        for (List<String> row : rows) {
            boolean byId = !Collections.disjoint(ids(row), ids);
            Optional<String> name = byId
                    ? Optional.empty()
                    : names(row).stream()
                            .filter(one -> names.getOrDefault(one, 0) > 0)
                            .findFirst();
            name.ifPresent(one -> names.merge(one, -1, Integer::sum));
            if (!byId && name.isEmpty()) {
                missing.add(shown(row));
            }
        }
        return missing;
    }

    /**
     * Finds who handed in something and is not on the roster.
     *
     * @param handings what was handed in
     * @return those that no row names
     */
    public List<Handing> strangers(List<Handing> handings) {
        return handings.stream()
                .filter(handing -> !knows(RosterKey.of(handing)))
                .toList();
    }

    boolean knows(RosterKey person) {
        return rows.stream()
                .anyMatch(row -> !Collections.disjoint(ids(row), person.ids())
                        || names(row).contains(person.name()));
    }

    /** {@return names that several students of the roster have, as they are compared} */
    Set<String> twins() {
        Set<String> once = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (List<String> row : rows) {
            names(row).stream()
                    .filter(name -> name.contains(" ") && !once.add(name))
                    .forEach(twice::add);
        }
        return twice;
    }

    /** {@return how many students have a name, which is as it is compared} */
    long named(String name) {
        return rows.stream().filter(row -> names(row).contains(name)).count();
    }

    /** {@return what may be an id in a row} */
    private Set<String> ids(List<String> row) {
        Set<String> ids = new HashSet<>();
        for (int column = 0; column < row.size(); column++) {
            if (groups.contains(column) || (idColumn >= 0 && (column < idColumn || column > idColumn + 2))) {
                continue;
            }
            String cell = row.get(column).strip();
            ids.add(plain(cell));
            Matcher participant = PARTICIPANT.matcher(cell);
            if (participants.contains(column) && participant.matches()) {
                ids.add(plain(participant.group(2)));
            }
        }
        ids.remove("");
        return ids;
    }

    /** {@return how the student of a row may be called} */
    private Set<String> names(List<String> row) {
        Set<String> names = new HashSet<>();
        for (int column = 0; column < row.size(); column++) {
            if (!groups.contains(column) && !LIKE_DATA.matcher(row.get(column)).matches()) {
                names.add(plain(row.get(column)));
                String[] parts = row.get(column).split(",", -1);
                if (parts.length == 2) {
                    names.add(plain(parts[1] + " " + parts[0]));
                }
            }
        }
        if (row.size() > 1) {
            names.add(plain(row.get(0) + " " + row.get(1)));
        }
        names.remove("");
        return names;
    }

    /** {@return a text as it is compared: spreadsheets drop zeros before numbers, and people write as they like} */
    public static String plain(String text) {
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
