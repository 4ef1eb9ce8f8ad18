// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Verdict;

/** Says what there is to say of one check that did not pass, or of a module that does not compile, without points: for practice. */
public final class CheckReport {

    private static final int WIDTH = 80;
    private static final String INDENT = "    ";
    private static final int MAX_COMPILER_LINES = 40;

    private CheckReport() {}

    /**
     * Says all of a check: calls, what was wanted and got, where it crashed, what to look at.
     *
     * @param check the check
     * @param outcome what it came to
     * @param repeating the command that repeats it
     * @param wording the assignment's words
     * @return lines of text of width 80, safe to show
     */
    public static List<String> of(CheckDescription check, Outcome outcome, String repeating, Wording wording) {
        Remark remark =
                Remark.of(new Verdict(check, outcome, Points.ZERO), wording).withoutPoints();
        List<String> lines = new ArrayList<>(Wrap.lines(INDENT + remark.title(), INDENT, WIDTH));
        remark.with(new Remark.Fact("repeat", repeating))
                .plain(WIDTH - INDENT.length())
                .forEach(line -> lines.add(line.isEmpty() ? "" : INDENT + line));
        return List.copyOf(lines);
    }

    /**
     * Says in a line what went wrong in a check.
     *
     * @param outcome what it came to
     * @return a sentence, safe to show; empty if there is none
     */
    public static String sentence(Outcome outcome) {
        return Excerpt.line(outcome.message());
    }

    /**
     * Shows what the compiler said.
     *
     * @param words what it said
     * @param remarks whole sentences about it
     * @return lines of text, safe to show; none if there is nothing to say
     */
    public static List<String> compiler(String words, List<String> remarks) {
        List<String> lines = new ArrayList<>();
        Excerpt.lines(words, MAX_COMPILER_LINES).forEach(line -> lines.addAll(Wrap.code(line, INDENT, WIDTH)));
        remarks.forEach(remark -> lines.addAll(Wrap.lines(Excerpt.line(remark), "", WIDTH)));
        return List.copyOf(lines);
    }

    /**
     * Shows what the kernel logged during a check.
     *
     * @param outcome what the check came to
     * @return lines, safe to show; none if it logged nothing
     */
    public static List<String> log(Outcome outcome) {
        return LogExcerpt.of(outcome.kernelLog()).stream()
                .flatMap(line -> Wrap.code(line, INDENT, WIDTH).stream())
                .toList();
    }
}
