// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.Grade;
import org.messageslot.grading.GroupTotal;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.SourceCoverage;
import org.messageslot.grading.Status;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.Verdict;

/** The grade as text of width 80: the score, totals by group, then what went wrong. */
public final class TerminalReport implements Report {

    private static final int WIDTH = 80;
    private static final int MAX_REMARKS_ON_SCREEN = 10;
    private static final int MAX_COMPILER_LINES = 40;
    private static final int TITLE_WIDTH = 46;

    private enum Tint {
        BOLD("1"),
        GREEN("32"),
        RED("31"),
        YELLOW("33");

        private final String code;

        Tint(String code) {
            this.code = code;
        }
    }

    private final boolean coloured;
    private final int maxRemarks;

    /** The command that repeats a check, without the check's id; empty if none is named. */
    private final String repeating;

    private final Wording wording;

    private TerminalReport(Wording wording, boolean coloured, int maxRemarks, String repeating) {
        this.wording = wording;
        this.coloured = coloured;
        this.maxRemarks = maxRemarks;
        this.repeating = repeating;
    }

    /**
     * Reports to a file: without colour, with every remark.
     *
     * @param wording the assignment's words
     * @return the report
     */
    public static TerminalReport plain(Wording wording) {
        return new TerminalReport(wording, false, Integer.MAX_VALUE, "");
    }

    /**
     * Reports to a screen: the first ten remarks in full, the others by name.
     *
     * @param wording the assignment's words
     * @param coloured whether the screen shows colours
     * @param repeating the command that repeats a check, without the check's id, {@code lab repro ex3} for example; empty to name
     *     none
     * @return the report
     */
    public static TerminalReport screen(Wording wording, boolean coloured, String repeating) {
        return new TerminalReport(wording, coloured, MAX_REMARKS_ON_SCREEN, repeating);
    }

    @Override
    public String fileName() {
        return "grade.txt";
    }

    @Override
    public String render(Grade grade) {
        List<String> lines = new ArrayList<>();
        head(grade, lines);
        submission(grade.submission(), lines);
        builds(grade, lines);
        totals(grade, lines);
        remarks(grade, lines);
        rest(grade, lines);
        coverage(grade, lines);
        lines.add("");
        lines.addAll(Wrap.lines(Visible.line(grade.audit()), "", WIDTH));
        lines.addAll(Wrap.lines(
                "Seed " + grade.run().seed() + ", kit "
                        + Visible.line(grade.run().kitVersion()) + ", Linux "
                        + (grade.run().kernelRelease().isEmpty()
                                ? "-"
                                : Visible.line(grade.run().kernelRelease()))
                        + ".",
                "",
                WIDTH));
        return String.join("\n", lines) + "\n";
    }

    private void head(Grade grade, List<String> lines) {
        String name = Excerpt.line(grade.submission().id()) + ", edition "
                + Visible.line(grade.run().edition());
        lines.addAll(Wrap.lines(name, "", WIDTH));
        lines.add("");
        Tint tint = !grade.gradable() ? Tint.RED : Tint.BOLD;
        lines.add(tinted(tint, grade.gradable() ? "Score: " + grade.headline() : grade.headline()));
        if (!grade.gradable()) {
            lines.addAll(Wrap.lines("The grader failed, not the submission; nobody loses points by this:", "", WIDTH));
            grade.ungradableBecause().stream()
                    .limit(MAX_REMARKS_ON_SCREEN)
                    .forEach(reason -> lines.addAll(Wrap.lines("  - " + Excerpt.line(reason), "    ", WIDTH)));
            int more = grade.ungradableBecause().size() - MAX_REMARKS_ON_SCREEN;
            if (more > 0) {
                lines.add("  - and " + more + " more, all in grade.json");
            }
        }
    }

    private static void submission(Submitted submission, List<String> lines) {
        List<String> facts = new ArrayList<>();
        names(facts, "found", submission.found());
        names(facts, "missing", submission.missing());
        names(facts, "ignored", submission.ignored());
        submission.remarks().forEach(remark -> facts.add("remark   " + Excerpt.line(remark)));
        if (!facts.isEmpty()) {
            lines.add("");
            facts.forEach(fact -> lines.addAll(Wrap.lines("  " + fact, " ".repeat(11), WIDTH)));
        }
    }

    private static void names(List<String> facts, String label, List<String> files) {
        if (!files.isEmpty()) {
            facts.add(String.format("%-9s%s", label, Excerpt.line(String.join(", ", files))));
        }
    }

    private void builds(Grade grade, List<String> lines) {
        for (BuildResult build : grade.builds()) {
            if (build.built()
                    && build.compilerWords().isBlank()
                    && build.remarks().isEmpty()) {
                continue;
            }
            lines.add("");
            String part = Visible.line(build.part());
            lines.add(build.built() ? part + " was built." : tinted(Tint.RED, part + " did not build."));
            build.remarks().forEach(remark -> lines.addAll(Wrap.lines("  " + Excerpt.line(remark), "  ", WIDTH)));
            Excerpt.lines(build.compilerWords(), MAX_COMPILER_LINES)
                    .forEach(line -> lines.addAll(Wrap.code(line, "    ", WIDTH)));
        }
    }

    private void totals(Grade grade, List<String> lines) {
        lines.add("");
        for (GroupTotal group : grade.groups()) {
            String title = group.title() + (group.bonus() ? " (bonus)" : "");
            String line = String.format(
                    "  %-" + TITLE_WIDTH + "s%6s / %-6s %3d of %d checks",
                    cut(title),
                    group.points(),
                    group.maxPoints().brief(),
                    group.passed(),
                    group.checks());
            lines.add(tinted(tint(group), line));
        }
        if (grade.penalty().isPositive()) {
            String crash = String.format("  %-" + TITLE_WIDTH + "s%6s", grade.penaltyReason(), "-" + grade.penalty());
            lines.add(tinted(Tint.RED, crash));
        }
        if (grade.late().isPositive()) {
            String late = String.format("  %-" + TITLE_WIDTH + "s%6s", "Handed in late", "-" + grade.late());
            lines.add(tinted(Tint.RED, late));
        }
    }

    private static Tint tint(GroupTotal group) {
        if (group.points().equals(group.maxPoints())) {
            return Tint.GREEN;
        }
        return group.points().isPositive() ? Tint.YELLOW : Tint.RED;
    }

    private static String cut(String title) {
        return title.length() < TITLE_WIDTH ? title : title.substring(0, TITLE_WIDTH - 4) + "...";
    }

    private void remarks(Grade grade, List<String> lines) {
        if (grade.mistakes().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(tinted(Tint.BOLD, "What went wrong: " + Remark.count(grade)));
        int number = 0;
        for (Mistake mistake : grade.mistakes()) {
            number++;
            Remark remark = Remark.of(mistake, grade, wording).repeatedBy(repeating, mistake.shown());
            if (number <= maxRemarks) {
                lines.add("");
                Wrap.lines(number + ". " + remark.title(), "   ", WIDTH)
                        .forEach(line -> lines.add(tinted(Tint.BOLD, line)));
                remark.plain(WIDTH - 3).forEach(line -> lines.add(line.isEmpty() ? "" : "   " + line));
            } else {
                if (number == maxRemarks + 1) {
                    lines.add("");
                    lines.add("The others in short; grade.html has them in full:");
                }
                lines.addAll(Wrap.lines("  " + mistake.shown() + ": " + remark.title(), "    ", WIDTH));
            }
        }
    }

    private static void rest(Grade grade, List<String> lines) {
        for (Map.Entry<String, List<Verdict>> entry : Remark.rest(grade).entrySet()) {
            List<String> ids = entry.getValue().stream().map(Verdict::id).toList();
            Status status = entry.getValue().get(0).status();
            String count = ids.size() + (ids.size() == 1 ? " check " : " checks ") + status.words() + ". ";
            lines.add("");
            lines.addAll(Wrap.lines(count + entry.getKey(), "", WIDTH));
            lines.addAll(Wrap.lines("  " + String.join(", ", ids), "  ", WIDTH));
        }
    }

    private static void coverage(Grade grade, List<String> lines) {
        SourceCoverage coverage = grade.coverage();
        if (coverage != null) {
            lines.add("");
            coverage.sentences().forEach(sentence -> lines.addAll(Wrap.lines(Excerpt.line(sentence), "  ", WIDTH)));
        }
    }

    private String tinted(Tint tint, String line) {
        return coloured ? "\u001b[" + tint.code + "m" + line + "\u001b[0m" : line;
    }
}
