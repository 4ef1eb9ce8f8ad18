// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.Grade;
import org.messageslot.grading.GroupTotal;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.Verdict;

/** {@code feedback.md}: the grade for course systems that show Markdown. Student text is never markup in it. */
public final class MarkdownReport implements Report {

    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]<>#|~&$!]");
    private static final Pattern BLOCK_START = Pattern.compile("^(\\d*)([-+=.)])");
    private static final Pattern BACKTICKS = Pattern.compile("`+");
    private static final int MAX_COMPILER_LINES = 60;

    private final Wording wording;

    /**
     * Reports in an assignment's own words.
     *
     * @param wording the words
     */
    public MarkdownReport(Wording wording) {
        this.wording = wording;
    }

    @Override
    public String fileName() {
        return "feedback.md";
    }

    @Override
    public String render(Grade grade) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + plain(grade.submission().id()) + ": " + grade.headline());
        lines.add("");
        lines.add("Edition " + plain(grade.run().edition()) + ". " + plain(grade.audit()));
        reasons(grade, lines);
        submission(grade.submission(), lines);
        builds(grade, lines);
        totals(grade, lines);
        remarks(grade, lines);
        rest(grade, lines);
        return String.join("\n", lines) + "\n";
    }

    private static void reasons(Grade grade, List<String> lines) {
        if (!grade.gradable()) {
            lines.add("");
            lines.add("The grader failed, not the submission; nobody loses points by this:");
            lines.add("");
            grade.ungradableBecause().forEach(reason -> lines.add("- " + plain(reason)));
        }
    }

    private static void submission(Submitted submission, List<String> lines) {
        List<String> facts = new ArrayList<>();
        names(facts, "Found", submission.found());
        names(facts, "Missing", submission.missing());
        names(facts, "Ignored", submission.ignored());
        submission.remarks().forEach(remark -> facts.add("- " + plain(remark)));
        if (!facts.isEmpty()) {
            lines.add("");
            lines.addAll(facts);
        }
    }

    private static void names(List<String> facts, String label, List<String> files) {
        if (!files.isEmpty()) {
            facts.add("- " + label + ": " + plain(String.join(", ", files)));
        }
    }

    private static void builds(Grade grade, List<String> lines) {
        for (BuildResult build : grade.builds()) {
            if (build.built()
                    && build.compilerWords().isBlank()
                    && build.remarks().isEmpty()) {
                continue;
            }
            lines.add("");
            lines.add("## " + plain(build.part()) + (build.built() ? " was built" : " did not build"));
            build.remarks().forEach(remark -> {
                lines.add("");
                lines.add(plain(remark));
            });
            fence(Excerpt.lines(build.compilerWords(), MAX_COMPILER_LINES), "", lines);
        }
    }

    private static void totals(Grade grade, List<String> lines) {
        lines.add("");
        lines.add("## Points");
        lines.add("");
        lines.add("| Group | Points | Of | Checks passed |");
        lines.add("| --- | ---: | ---: | ---: |");
        for (GroupTotal group : grade.groups()) {
            lines.add("| " + plain(group.title()) + (group.bonus() ? " (bonus)" : "") + " | " + group.points() + " | "
                    + group.maxPoints().brief() + " | " + group.passed() + " of " + group.checks()
                    + " |");
        }
        if (grade.penalty().isPositive()) {
            lines.add("| " + grade.penaltyReason() + " | -" + grade.penalty() + " | | |");
        }
        if (grade.late().isPositive()) {
            lines.add("| Handed in late | -" + grade.late() + " | | |");
        }
    }

    private void remarks(Grade grade, List<String> lines) {
        if (grade.mistakes().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("## What went wrong");
        lines.add("");
        lines.add(plain(Remark.count(grade)) + ".");
        for (Mistake mistake : grade.mistakes()) {
            Remark remark = Remark.of(mistake, grade, wording);
            lines.add("");
            lines.add("### " + plain(remark.title()));
            lines.add("");
            lines.add(plain(remark.ending()) + ". " + plain(remark.message()));
            fence(remark.calls(), "c", lines);
            lines.add("");
            for (Remark.Fact fact : remark.facts()) {
                lines.add("- **" + fact.label() + "** " + plain(fact.text()));
                fence(fact.code(), "c", lines);
            }
            fence(remark.kernelLog(), "", lines);
        }
    }

    private static void rest(Grade grade, List<String> lines) {
        Map<String, List<Verdict>> byReason = Remark.rest(grade);
        if (byReason.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("## And besides");
        lines.add("");
        byReason.forEach((reason, verdicts) -> lines.add("- " + plain(reason) + " "
                + plain(String.join(", ", verdicts.stream().map(Verdict::id).toList()))));
    }

    /** Writes lines as code, in a fence that is longer than any run of backticks in them. */
    private static void fence(List<String> code, String language, List<String> lines) {
        if (code.isEmpty()) {
            return;
        }
        int longest = 2;
        for (String line : code) {
            Matcher run = BACKTICKS.matcher(line);
            while (run.find()) {
                longest = Math.max(longest, run.end() - run.start());
            }
        }
        String fence = "`".repeat(longest + 1);
        lines.add("");
        lines.add(fence + language);
        lines.addAll(code);
        lines.add(fence);
    }

    /** {@return text in which Markdown finds no markup, on one line} */
    private static String plain(String text) {
        String escaped = MARKUP.matcher(Excerpt.line(text)).replaceAll("\\\\$0");
        return BLOCK_START
                .matcher(escaped)
                .replaceFirst("$1\\\\$2")
                .replace("://", ":\\//")
                .replace("www.", "www\\.");
    }
}
