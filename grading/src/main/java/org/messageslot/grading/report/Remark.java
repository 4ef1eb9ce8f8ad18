// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Oops;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.rubric.Catalogue;

/**
 * What a good teacher says of one check that went wrong, in parts that each report lays out in its own way. All parts
 * are safe to show on one line each.
 *
 * @param title what the check asks
 * @param ending which check it was, how it ended and what that costs
 * @param message what went wrong, in a sentence; empty if wanted and got say it
 * @param calls the calls that were made, as lines of C
 * @param facts labels and texts: wanted, got, crash (or hang, or warning), clause, hint; those that are not empty
 * @param kernelLog what the kernel logged, cut
 */
record Remark(
        String title, String ending, String message, List<String> calls, List<Fact> facts, List<String> kernelLog) {

    /** A label and its text. */
    record Fact(String label, String text) {}

    private static final int MAX_CALLS = 40;
    private static final int MAX_LOG_LINES = 60;

    /** Gather what there is to say of a verdict. */
    static Remark of(Verdict verdict) {
        Outcome outcome = verdict.outcome();
        return new Remark(
                Visible.line(verdict.check().title()),
                verdict.id() + ": " + verdict.status().words() + ", 0 of "
                        + verdict.check().maxPoints() + " points",
                Excerpt.line(outcome.message()),
                Excerpt.of(outcome.calls(), MAX_CALLS),
                facts(verdict),
                Excerpt.lines(outcome.kernelLog(), MAX_LOG_LINES));
    }

    private static List<Fact> facts(Verdict verdict) {
        List<Fact> facts = new ArrayList<>();
        add(facts, "wanted", verdict.outcome().wanted());
        add(facts, "got", verdict.outcome().got());
        Oops oops = verdict.outcome().oops();
        if (oops != null) {
            String what = switch (verdict.status()) {
                case CRASHED -> "crash";
                case HUNG -> "hang";
                default -> "warning";
            };
            add(facts, what, oops.place().isEmpty() ? oops.title() : oops.title() + " in " + oops.place());
            add(facts, "means", oops.meaning());
        }
        for (String clause : verdict.check().requirements()) {
            add(
                    facts,
                    "clause",
                    clause
                            + Catalogue.standard()
                                    .clause(clause)
                                    .map(text -> ": " + text)
                                    .orElse(""));
        }
        add(facts, "hint", verdict.check().hint());
        return List.copyOf(facts);
    }

    private static void add(List<Fact> facts, String label, String text) {
        if (!text.isBlank()) {
            facts.add(new Fact(label, Excerpt.line(text)));
        }
    }

    /**
     * Pick the checks that deserve a remark of their own: what went wrong by itself, crashes first. Checks that did not
     * build or were not run share a line; see {@link #notReached}.
     */
    static List<Verdict> worthy(Grade grade) {
        return grade.verdicts().stream()
                .filter(verdict -> verdict.status() == Status.CRASHED
                        || verdict.status() == Status.HUNG
                        || verdict.status() == Status.FAILED)
                .sorted(Comparator.comparing(verdict -> verdict.status() != Status.CRASHED))
                .toList();
    }

    /** Gather the checks that were not reached, by the reason that they share. */
    static Map<String, List<Verdict>> notReached(Grade grade) {
        Map<String, List<Verdict>> byReason = new LinkedHashMap<>();
        for (Verdict verdict : grade.verdicts()) {
            if (verdict.status() == Status.NOT_RUN
                    || verdict.status() == Status.BUILD_FAILED
                    || verdict.status() == Status.UNGRADABLE) {
                byReason.computeIfAbsent(Excerpt.line(verdict.outcome().message()), reason -> new ArrayList<>())
                        .add(verdict);
            }
        }
        return byReason;
    }

    /** {@return the remark as lines of plain text, title left out, nothing wider than a width where it can be broken} */
    List<String> plain(int width) {
        List<String> lines = new ArrayList<>(Wrap.lines(ending, "", width));
        if (!message.isEmpty()) {
            lines.addAll(Wrap.lines(message, "", width));
        }
        if (!calls.isEmpty()) {
            lines.add("");
            calls.forEach(call -> lines.addAll(Wrap.code(call, "    ", width)));
            lines.add("");
        }
        for (Fact fact : facts) {
            lines.addAll(Wrap.lines(String.format("%-8s%s", fact.label(), fact.text()), " ".repeat(8), width));
        }
        if (!kernelLog.isEmpty()) {
            lines.add("the kernel's log meanwhile:");
            kernelLog.forEach(line -> lines.addAll(Wrap.code(line, "    ", width)));
        }
        return lines;
    }
}
