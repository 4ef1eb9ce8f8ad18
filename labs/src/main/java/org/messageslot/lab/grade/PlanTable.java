// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.messageslot.grading.course.Facts;
import org.messageslot.grading.course.Plan;
import org.messageslot.grading.course.PlanRow;
import org.messageslot.lab.terminal.Cells;

/** A plan as a table that fits a terminal: a line for each submission, and its doubts below it. */
final class PlanTable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx", Locale.ROOT);
    private static final int NARROWEST = 60;
    private static final int WIDE = 110;
    private static final List<String> TITLES =
            List.of("student", "name", "file", "handed in at", "late", "time from", "known by");
    private static final int NARROW_COLUMNS = 5;
    private static final int[] MOST = {20, 20, 400, 23, 14, 12, 20};
    private static final int FILE = 2;

    private PlanTable() {}

    /** {@return the table, in lines of at most so many columns} */
    static String render(Plan plan, Facts facts, int width) {
        int room = Math.max(NARROWEST, width);
        int columns = room >= WIDE ? TITLES.size() : NARROW_COLUMNS;
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        plan.rows().forEach(row -> rows.add(cells(row, facts)));
        int[] widths = widths(rows, columns, room);
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            table.append(line(rows.get(i), widths)).append('\n');
            if (i > 0) {
                below(plan.rows().get(i - 1), room, table);
            }
        }
        plan.general().forEach(doubt -> note("? ", doubt, room, table));
        plan.strays().forEach(stray -> note("left aside: ", stray, room, table));
        return table.toString();
    }

    private static List<String> cells(PlanRow row, Facts facts) {
        ZoneId home = facts.zone() == null ? facts.policy().zone() : facts.zone();
        return List.of(
                row.student().isEmpty() ? "?" : row.student(),
                row.name(),
                row.isSubmission() ? String.join(" + ", row.counts()) : "(nothing)",
                row.at().map(moment -> time(moment.at(), home)).orElse("-"),
                row.late().isEmpty() ? "-" : row.late(),
                row.at().map(moment -> moment.source()).orElse("-"),
                row.by());
    }

    private static String time(Instant at, ZoneId zone) {
        return TIME.format(at.atZone(zone));
    }

    /** Columns that say nothing in any row are narrow; the file gets what is left. */
    private static int[] widths(List<List<String>> rows, int columns, int room) {
        int[] widths = new int[columns];
        int left = room;
        for (int column = 0; column < columns; column++) {
            int own = column;
            int widest = rows.stream()
                    .mapToInt(row -> Cells.width(row.get(own)))
                    .max()
                    .orElse(0);
            widths[column] = Math.min(MOST[column], widest);
            left -= (column == FILE ? 0 : widths[column]) + (column == columns - 1 ? 0 : 2);
        }
        widths[FILE] = Math.max(8, Math.min(widths[FILE], left));
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(Cells.fit(cells.get(column), widths[column])).append(column == widths.length - 1 ? "" : "  ");
        }
        return line.toString().stripTrailing();
    }

    private static void below(PlanRow row, int room, StringBuilder table) {
        if (row.members().size() > 1) {
            note(
                    "    ",
                    "members: "
                            + String.join(
                                    ", ",
                                    row.members().stream().map(one -> one.id()).toList()),
                    room,
                    table);
        }
        if (!row.folder().isEmpty()) {
            note("    ", "folder in it that counts: " + row.folder(), room, table);
        }
        row.others().forEach(other -> note("    ", "not " + other.where() + ": " + other.why(), room, table));
        row.doubts().forEach(doubt -> note(row.settled() ? "  settled: " : "  ? ", doubt, room, table));
    }

    private static void note(String sign, String text, int room, StringBuilder table) {
        List<String> lines = Cells.wrapped(text, room - Cells.width(sign));
        for (int i = 0; i < lines.size(); i++) {
            table.append(i == 0 ? sign : " ".repeat(Cells.width(sign)))
                    .append(Cells.cut(lines.get(i), room - Cells.width(sign)))
                    .append('\n');
        }
    }
}
