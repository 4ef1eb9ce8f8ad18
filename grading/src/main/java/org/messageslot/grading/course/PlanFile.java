// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.time.Moment;
import org.messageslot.grading.course.time.WrittenTime;
import org.messageslot.grading.report.CsvCell;
import org.messageslot.grading.submission.Shown;

/** {@code plan.csv}: a plan as a table that a person can look at, change, and give back. */
public final class PlanFile {

    /** The file that it is usually kept in. */
    public static final String FILE = "plan.csv";

    private static final List<String> TITLES = List.of(
            "submission",
            "student",
            "name",
            "members",
            "known_by",
            "file",
            "folder",
            "other_files",
            "handed_in_at",
            "time_from",
            "zone",
            "late",
            "doubts",
            "ok");
    private static final String AND = " + ";
    private static final String BAR = " | ";
    private static final String YES = "yes";
    private static final String GUARDED = "=+-@|%\t\r\n＝＋－＠";

    private final CsvFile file;
    private final Map<String, EditedRow> rows = new LinkedHashMap<>();
    private final List<EditedRow> others = new ArrayList<>();
    private final @Nullable ZoneId zone;

    private PlanFile(CsvFile file, @Nullable ZoneId zone) {
        this.file = file;
        this.zone = zone;
    }

    // ---- writing ----

    /**
     * Writes a plan.
     *
     * @param plan the plan
     * @param facts what it was made by; its zone, or else the policy's, is that of the times
     * @return the whole file
     */
    public static String render(Plan plan, Facts facts) {
        StringBuilder text = new StringBuilder(line(TITLES));
        plan.rows().forEach(row -> text.append(line(cells(row, facts))));
        for (String doubt : plan.general()) {
            List<String> cells = new ArrayList<>(java.util.Collections.nCopies(TITLES.size(), ""));
            cells.set(TITLES.indexOf("doubts"), doubt);
            text.append(line(cells));
        }
        return text.toString();
    }

    private static List<String> cells(PlanRow row, Facts facts) {
        return List.of(
                row.submission(),
                row.student(),
                row.name(),
                row.members().stream().map(Member::id).map(Shown::name).collect(Collectors.joining(AND)),
                row.by(),
                String.join(AND, row.counts()),
                row.folder(),
                row.others().stream()
                        .map(other -> other.where() + " (" + other.why() + ")")
                        .collect(Collectors.joining(AND)),
                row.at().map(moment -> written(moment.at(), facts)).orElse(""),
                row.at().map(Moment::source).orElse(""),
                facts.zone() == null ? "" : facts.zone().getId(),
                row.late(),
                String.join(BAR, row.doubts()),
                row.settled() && !row.doubts().isEmpty() ? YES : "");
    }

    /** {@return a moment as people read it, with its offset} */
    public static String written(Instant at, Facts facts) {
        ZoneId home = facts.zone() == null ? facts.policy().zone() : facts.zone();
        return at.atZone(home).toOffsetDateTime().toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(CsvCell::of).collect(Collectors.joining(",")) + "\r\n";
    }

    // ---- reading ----

    /** A row as a person left it. */
    final class EditedRow {
        private final int number;

        private EditedRow(int number) {
            this.number = number;
        }

        private String cell(String title) {
            String cell = file.cell(number, TITLES.indexOf(title)).strip();
            return cell.length() > 1 && cell.charAt(0) == '\'' && GUARDED.indexOf(cell.charAt(1)) >= 0
                    ? cell.substring(1)
                    : cell;
        }

        private ClassException wrong(String title, String sentence) {
            return file.wrong(number, TITLES.indexOf(title), sentence);
        }

        String student() {
            return cell("student");
        }

        String text() {
            return cell("name");
        }

        List<String> members() {
            return parts(cell("members"));
        }

        private List<String> parts(String cell) {
            return Stream.of(cell.split(" \\+ ", -1))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }

        /** {@return the choice that the row makes; ours, with its doubts, if nothing was changed in it} */
        Choice choice(Choice ours, List<HandedIn> candidates) throws IOException {
            List<HandedIn> counts = counted(candidates);
            String folder = cell("folder");
            if (counts.equals(ours.counts()) && folder.equals(ours.folder())) {
                return ours;
            }
            List<String> folders = counts.size() == 1
                    ? counts.get(0).content().rivals().stream()
                            .map(Choice::folder)
                            .toList()
                    : List.of();
            if (!folder.isEmpty() && !folders.contains(folder)) {
                throw wrong(
                        "folder",
                        "there is no choice of a folder '" + folder + "' in what counts"
                                + (folders.isEmpty() ? "" : ": " + String.join(", ", folders)) + ".");
            }
            return Choice.made(counts, candidates, folder);
        }

        private List<HandedIn> counted(List<HandedIn> candidates) throws ClassException {
            String cell = cell("file");
            List<HandedIn> counts = new ArrayList<>();
            for (HandedIn one : candidates) {
                if (one.where().equals(cell) || parts(cell).contains(one.where())) {
                    counts.add(one);
                }
            }
            long named = counts.size() == 1 && counts.get(0).where().equals(cell)
                    ? 1
                    : parts(cell).size();
            if (counts.size() != named) {
                throw wrong(
                        "file",
                        "'" + cell + "' is not among what this student handed in: "
                                + candidates.stream().map(HandedIn::where).collect(Collectors.joining(AND)) + ".");
            }
            return counts;
        }

        /** {@return the time that the row has; what is known, if nothing was changed in it} */
        Optional<Moment> time(Optional<Moment> known) {
            String cell = cell("handed_in_at");
            if (cell.isEmpty()) {
                return known;
            }
            Instant at = moment().orElseThrow();
            if (known.filter(moment -> moment.at().equals(at)).isPresent()) {
                return known;
            }
            String source = cell("time_from");
            return Optional.of(new Moment(at, known.isPresent() || source.isEmpty() ? "plan" : source));
        }

        private Optional<Instant> moment() {
            try {
                return WrittenTime.read(List.of(cell("handed_in_at")), Optional.ofNullable(zone))
                        .get(0);
            } catch (WrittenTime.UnreadableTime e) {
                return Optional.empty();
            }
        }

        boolean settles(List<String> doubts) {
            return isOk() && Set.of(cell("doubts").split(" \\| ", -1)).containsAll(doubts);
        }

        private boolean isOk() {
            return cell("ok").toLowerCase(Locale.ROOT).equals(YES);
        }

        private void check() throws ClassException {
            if (!cell("handed_in_at").isEmpty() && moment().isEmpty()) {
                throw wrong(
                        "handed_in_at",
                        "'" + cell("handed_in_at") + "' is no time with an offset; write"
                                + " 2024-01-17T23:59:00+02:00 for example"
                                + (zone == null ? ", or name the zone by --zone." : "."));
            }
            String ok = cell("ok").toLowerCase(Locale.ROOT);
            if (!ok.isEmpty() && !ok.equals(YES)) {
                throw wrong(
                        "ok",
                        "'" + cell("ok") + "' means nothing here; write yes if the doubts are settled, or nothing.");
            }
        }
    }

    /**
     * Reads a plan.
     *
     * @param path the file
     * @param zone where times without an offset are at home; {@code null} if that is not known
     * @return what it says
     * @throws IOException if it cannot be read; the message of a {@link ClassException} says where it is wrong
     */
    public static PlanFile read(Path path, @Nullable ZoneId zone) throws IOException {
        CsvFile file = CsvFile.read(path);
        if (file.rows().isEmpty()
                || !file.rows().get(0).stream().map(String::strip).toList().equals(TITLES)) {
            throw new ClassException(
                    path + ", line 1, column 1: this is no plan; its titles are " + String.join(",", TITLES) + ".");
        }
        PlanFile plan = new PlanFile(file, zone);
        for (int number = 1; number < file.rows().size(); number++) {
            EditedRow row = plan.new EditedRow(number);
            row.check();
            String submission = row.cell("submission");
            if (submission.isEmpty()) {
                plan.others.add(row);
            } else if (plan.rows.putIfAbsent(submission, row) != null) {
                throw row.wrong("submission", "'" + submission + "' is there twice; keep one row.");
            }
        }
        plan.demandDifferentStudents();
        return plan;
    }

    private void demandDifferentStudents() throws ClassException {
        Set<String> students = new HashSet<>();
        for (EditedRow row : rows.values()) {
            if (!row.student().isEmpty() && !row.cell("file").isEmpty() && !students.add(Roster.plain(row.student()))) {
                throw row.wrong(
                        "student", "'" + row.student() + "' has two rows that count; empty the column file of one.");
            }
        }
    }

    void demandKnown(Set<String> submissions) throws ClassException {
        for (Map.Entry<String, EditedRow> row : rows.entrySet()) {
            if (!submissions.contains(row.getKey())) {
                throw row.getValue()
                        .wrong(
                                "submission",
                                "the class has no '" + row.getKey()
                                        + "'; it is not the class that the plan was made of: make a new one.");
            }
        }
    }

    String name() {
        return file.name();
    }

    Optional<EditedRow> row(String submission) {
        return Optional.ofNullable(rows.get(submission));
    }

    /** {@return those who handed in nothing, by the plan} */
    List<String> missing() {
        return others.stream()
                .map(EditedRow::student)
                .filter(student -> !student.isEmpty())
                .toList();
    }

    boolean settlesMissing(String student, List<String> doubts) {
        return others.stream().anyMatch(row -> row.student().equals(student) && row.settles(doubts));
    }

    /** {@return whether doubts about no single row are settled} */
    boolean settles(List<String> general) {
        return general.stream()
                .allMatch(doubt ->
                        others.stream().anyMatch(row -> row.student().isEmpty() && row.settles(List.of(doubt))));
    }
}
