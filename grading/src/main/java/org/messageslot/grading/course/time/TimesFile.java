// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.time;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.messageslot.grading.course.CsvFile;
import org.messageslot.grading.course.Member;

/**
 * A table that says when each student handed in: the id in the first column, the time in the second; or the
 * {@code classroom_grades.csv} of GitHub Classroom.
 *
 * @param moments the moments by id as the file has it; empty where the time bears no zone and none was named
 * @param owners whose a repository is, by its name in lower case; a group's has several; empty of any other table
 */
public record TimesFile(Map<String, Optional<Instant>> moments, Map<String, List<Member>> owners) {

    private static final String CLASSROOM_ID = "github_username";
    private static final String CLASSROOM_TIME = "submission_timestamp";
    private static final String CLASSROOM_REPOSITORY = "student_repository_name";
    private static final String CLASSROOM_ROSTER = "roster_identifier";

    /** Keep copies of the maps. */
    public TimesFile {
        moments = Map.copyOf(moments);
        owners = Map.copyOf(owners);
    }

    /**
     * Finds whose a repository is.
     *
     * @param repository its name; GitHub's names do not differ by case alone
     * @return its owners; empty if the table does not tell
     */
    public List<Member> owners(String repository) {
        return owners.getOrDefault(repository.toLowerCase(Locale.ROOT), List.of());
    }

    /**
     * Reads a table.
     *
     * @param path the file
     * @param zone where times without an offset are at home
     * @return what it says
     * @throws IOException if it cannot be read; the message of a {@code ClassException} says where it is wrong
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public static TimesFile read(Path path, Optional<ZoneId> zone) throws IOException {
        CsvFile file = CsvFile.read(path);
        List<String> titles = file.rows().isEmpty()
                ? List.of()
                : file.rows().get(0).stream()
                        .map(cell -> cell.strip().toLowerCase(Locale.ROOT))
                        .toList();
        boolean classroom = titles.contains(CLASSROOM_ID) && titles.contains(CLASSROOM_TIME);
        int id = classroom ? titles.indexOf(CLASSROOM_ID) : 0;
        int time = classroom ? titles.indexOf(CLASSROOM_TIME) : 1;
        int first = classroom || hasTitles(file) ? 1 : 0;
        List<Integer> rows = new ArrayList<>();
        for (int row = first; row < file.rows().size(); row++) {
            if (file.cell(row, id).isBlank()) {
                throw file.wrong(row, id, "there is no id; write id, time in each row.");
            }
            if (!WrittenTime.isNone(file.cell(row, time))) {
                rows.add(row);
            } else if (!classroom) {
                throw file.wrong(row, time, "there is no time; leave the row out if nothing was handed in.");
            }
        }
        return new TimesFile(moments(file, rows, id, time, zone), classroom ? owners(file, titles) : Map.of());
    }

    private static Map<String, List<Member>> owners(CsvFile file, List<String> titles) {
        int repository = titles.indexOf(CLASSROOM_REPOSITORY);
        int roster = titles.indexOf(CLASSROOM_ROSTER);
        Map<String, List<Member>> owners = new LinkedHashMap<>();
        for (int row = 1; repository >= 0 && row < file.rows().size(); row++) {
            String name = file.cell(row, repository).strip().toLowerCase(Locale.ROOT);
            List<String> aliases = Stream.of(
                            roster < 0 ? "" : file.cell(row, roster).strip())
                    .filter(alias -> !alias.isEmpty())
                    .toList();
            if (!name.isEmpty()) {
                owners.computeIfAbsent(name, one -> new ArrayList<>())
                        .add(new Member(
                                file.cell(row, titles.indexOf(CLASSROOM_ID)).strip(), "", aliases));
            }
        }
        return owners;
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private static Map<String, Optional<Instant>> moments(
            CsvFile file, List<Integer> rows, int id, int time, Optional<ZoneId> zone) throws IOException {
        List<Optional<Instant>> read;
        try {
            read = WrittenTime.read(
                    rows.stream().map(row -> file.cell(row, time)).toList(), zone);
        } catch (WrittenTime.UnreadableTime e) {
            throw file.wrong(rows.get(e.index()), time, String.valueOf(e.getMessage()));
        }
        Map<String, Optional<Instant>> moments = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            String whose = file.cell(rows.get(i), id).strip();
            if (moments.putIfAbsent(whose, read.get(i)) != null) {
                throw file.wrong(rows.get(i), id, "'" + whose + "' is there twice; keep one row.");
            }
        }
        return moments;
    }

    private static boolean hasTitles(CsvFile file) {
        return !file.rows().isEmpty() && !file.cell(0, 1).matches(".*\\d.*");
    }
}
