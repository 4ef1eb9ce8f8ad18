// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.messageslot.grading.report.Wrap;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.ScheduleTrace;
import org.messageslot.lab.terminal.Cells;

/**
 * A schedule in a column for each thread.
 *
 * @param width how many columns the terminal has
 * @param threads how many threads there are
 */
record ScheduleColumns(int width, int threads) {

    private static final int NARROWEST = 30;
    private static final int MOST_VALUES = 3;
    private static final String GAP = " | ";

    /** {@return the names of the threads above their columns} */
    String heads() {
        List<String> heads = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            heads.add("thread " + Scenario.threadName(i));
        }
        StringBuilder text = new StringBuilder();
        line(text, heads);
        line(text, heads.stream().map(head -> "-".repeat(cell())).toList());
        return text.toString();
    }

    /** {@return the rows of a schedule, or of a part of one} */
    String rows(ScheduleTrace trace) {
        StringBuilder text = new StringBuilder();
        for (ScheduleTrace.TraceRow row : trace.rows()) {
            if (row.switched()) {
                switchTo(text, row.thread());
            }
            for (String part : cells(row)) {
                List<String> line = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    line.add(i == row.thread() ? part : "");
                }
                line(text, line);
            }
        }
        return text.toString();
    }

    private int cell() {
        return Math.max(NARROWEST, (width - 2 - GAP.length() * (threads - 1)) / threads);
    }

    private void switchTo(StringBuilder text, int thread) {
        String word = " switch to " + Scenario.threadName(thread) + " ";
        int all = threads * cell() + GAP.length() * (threads - 1);
        int left = (all - word.length()) / 2;
        text.append("  ")
                .append("=".repeat(Math.max(0, left)))
                .append(word)
                .append("=".repeat(Math.max(0, all - left - word.length())))
                .append('\n');
    }

    private List<String> cells(ScheduleTrace.TraceRow row) {
        String number = row.line()
                .map(line -> String.format(Locale.ROOT, "%5d ", line.number()))
                .orElse("");
        String times = row.times() > 1 ? " (x" + row.times() + ")" : "";
        String waits = row.waits() ? " <- waits" : "";
        List<String> cells = new ArrayList<>();
        for (String part : Wrap.lines(row.text() + times + waits, "  ", cell() - number.length())) {
            cells.add((cells.isEmpty() ? number : " ".repeat(number.length())) + part);
        }
        row.values().stream().limit(MOST_VALUES).forEach(value -> cells.add("        . " + value));
        return cells;
    }

    private void line(StringBuilder text, List<String> cells) {
        StringBuilder line = new StringBuilder("  ");
        for (int i = 0; i < cells.size(); i++) {
            line.append(i == 0 ? "" : GAP).append(Cells.fit(cells.get(i), cell()));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
