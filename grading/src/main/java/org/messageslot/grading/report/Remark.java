// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Explanation;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.Verdict;

/**
 * What a good teacher says of one mistake, or of one check that went wrong, in parts that each report lays out in its own way. All
 * parts are safe to show on one line each.
 *
 * @param title of a mistake what goes wrong, of a check what it asks
 * @param ending what it costs, and which check shows it
 * @param message of a mistake what that check asks, of a check what went wrong; empty if the other parts say it
 * @param calls the calls that were made, as lines of C
 * @param facts labels and texts: wanted, got, crash (or hang, or warning), cause, clause, hint, other checks; those that are not
 *     empty
 * @param kernelLog what the kernel logged, cut
 */
record Remark(
        String title, String ending, String message, List<String> calls, List<Fact> facts, List<String> kernelLog) {

    /**
     * A label and its text.
     *
     * @param code lines of C that belong to it; often none
     */
    record Fact(String label, String text, List<String> code) {

        Fact(String label, String text) {
            this(label, text, List.of());
        }

        /** {@return whether it is worth a line on a screen: not that nothing explains a mistake} */
        boolean isTelling() {
            return !label.equals(EXPLAINED) || !code.isEmpty();
        }
    }

    private static final int MAX_CALLS = 40;

    /** What a mistake is explained under. */
    private static final String EXPLAINED = "referee";

    /** Gathers what there is to say of one check. */
    static Remark of(Verdict verdict, Wording wording) {
        return of(
                verdict,
                verdict.check().title(),
                verdict.id() + ": " + verdict.status().words() + ", " + verdict.points() + " of "
                        + verdict.check().maxPoints() + " points",
                verdict.outcome().message(),
                facts(verdict, wording));
    }

    /** Gathers what there is to say of a mistake; the check that shows it stands for all. */
    static Remark of(Mistake mistake, Grade grade, Wording wording) {
        Verdict shown = shown(mistake, grade);
        List<Fact> facts = new ArrayList<>(facts(shown, wording));
        if (shown.outcome().oops() == null) {
            facts.add(0, new Fact("cause", Excerpt.line(mistake.cause())));
        }
        explain(facts, mistake.explanation());
        // What the title says already is not said twice.
        facts.removeIf(fact -> fact.text().isEmpty()
                || (fact.label().equals("means") && mistake.sentence().contains(fact.text())));
        checks(facts, "also", mistake.checks().subList(1, mistake.checks().size()), " by the same mistake", "fail");
        checks(facts, "spared", mistake.others(), ", which costs nothing more", "cannot be judged");
        String asks = shown.check().title();
        return of(
                shown,
                mistake.sentence(),
                price(mistake, grade) + ", shown by " + shown.id() + ": "
                        + shown.status().words(),
                mistake.sentence().equals(asks) ? "" : asks,
                facts);
    }

    private static Remark of(Verdict verdict, String title, String ending, String message, List<Fact> facts) {
        return new Remark(
                Excerpt.line(title),
                ending,
                Excerpt.line(message),
                Excerpt.of(verdict.outcome().calls(), MAX_CALLS),
                List.copyOf(facts),
                LogExcerpt.of(verdict.outcome().kernelLog()));
    }

    /** What happened comes before what should have. */
    private static void explain(List<Fact> facts, @Nullable Explanation explanation) {
        if (explanation != null) {
            long before = facts.stream()
                    .takeWhile(fact -> !fact.label().equals("clause"))
                    .count();
            facts.add(
                    (int) before,
                    new Fact(
                            EXPLAINED,
                            Excerpt.line(explanation.sentence()),
                            explanation.source().stream().map(Excerpt::line).toList()));
        }
    }

    private static void checks(List<Fact> facts, String label, List<String> ids, String why, String verb) {
        if (!ids.isEmpty()) {
            String what = ids.size() == 1
                    ? "1 check " + verb.replaceFirst("^fail$", "fails")
                    : ids.size() + " checks " + verb;
            facts.add(new Fact(label, what + why + ": " + String.join(", ", ids)));
        }
    }

    /** {@return the check that shows a mistake in the fewest calls} */
    static Verdict shown(Mistake mistake, Grade grade) {
        return grade.verdicts().stream()
                .filter(verdict -> verdict.id().equals(mistake.shown()))
                .findFirst()
                .orElseThrow();
    }

    /** {@return what a mistake costs, as words} */
    static String price(Mistake mistake, Grade grade) {
        String group = shown(mistake, grade).check().group();
        boolean bonus = grade.groups().stream()
                .anyMatch(total -> total.bonus() && total.id().equals(group));
        return "costs " + mistake.price() + (bonus ? " bonus points" : " points");
    }

    /** {@return the mistakes in a line each, with their checks, as text of ours and theirs that is safe to show} */
    static List<String> inShort(Grade grade) {
        List<String> lines = new ArrayList<>();
        for (Mistake mistake : grade.mistakes()) {
            lines.add((lines.size() + 1) + ". " + Excerpt.line(mistake.sentence()) + " It " + price(mistake, grade)
                    + " (" + String.join(", ", mistake.checks()) + ").");
        }
        return lines;
    }

    /** {@return how many mistakes were found in how many checks, as words} */
    static String count(Grade grade) {
        int mistakes = grade.mistakes().size();
        int checks = grade.mistakes().stream()
                .mapToInt(mistake -> mistake.checks().size())
                .sum();
        return mistakes
                + (mistakes == 1 ? " mistake, by which " : " mistakes, by which ")
                + checks
                + (checks == 1 ? " check loses points" : " checks lose points");
    }

    private static List<Fact> facts(Verdict verdict, Wording wording) {
        List<Fact> facts = new ArrayList<>();
        add(facts, "wanted", verdict.outcome().wanted());
        add(facts, "got", verdict.outcome().got());
        ExplainedOops oops = verdict.outcome().oops();
        if (oops != null) {
            String what = switch (verdict.status()) {
                case CRASHED -> "crash";
                case HUNG -> "hang";
                default -> "warning";
            };
            facts.add(new Fact(
                    what,
                    Excerpt.line(where(oops, verdict.outcome().got())),
                    oops.source().stream().map(Excerpt::line).toList()));
            add(facts, "means", oops.meaning());
        }
        for (String clause : verdict.check().requirements()) {
            add(
                    facts,
                    "clause",
                    clause + wording.clause(clause).map(text -> ": " + text).orElse(""));
        }
        add(facts, "hint", Hint.of(verdict, wording));
        return facts;
    }

    /** What the kernel called it is said by what came instead already. */
    private static String where(ExplainedOops oops, String got) {
        String place = oops.place().isEmpty() ? "" : "in " + oops.place();
        return got.isBlank() || place.isEmpty() ? (oops.title() + " " + place).stripTrailing() : place;
    }

    private static void add(List<Fact> facts, String label, String text) {
        if (!text.isBlank()) {
            facts.add(new Fact(label, Excerpt.line(text)));
        }
    }

    /** Gathers what else there is to say: of checks that did not pass and are of no mistake, or could not look at all; by reason. */
    static Map<String, List<Verdict>> rest(Grade grade) {
        Map<String, List<Verdict>> byReason = new LinkedHashMap<>();
        Set<String> told = new HashSet<>();
        grade.mistakes().forEach(mistake -> {
            told.addAll(mistake.checks());
            told.addAll(mistake.others());
        });
        for (Verdict verdict : grade.verdicts()) {
            boolean isSilent = verdict.passed() && verdict.outcome().message().isEmpty();
            if (!isSilent && !told.contains(verdict.id())) {
                String reason = verdict.status().isFailure()
                        ? "This asks everything at once, and costs nothing where another check found something."
                        : Excerpt.line(verdict.outcome().message());
                byReason.computeIfAbsent(reason, one -> new ArrayList<>()).add(verdict);
            }
        }
        return byReason;
    }

    /** {@return the same remark without what it costs} */
    Remark withoutPoints() {
        return new Remark(title, "", message, calls, facts, kernelLog);
    }

    /** {@return the same with the command that repeats the check; without, if the command is empty} */
    Remark repeatedBy(String command, String check) {
        return command.isEmpty() ? this : with(new Fact("repeat", command + " " + check));
    }

    /** {@return the same remark with one more fact} */
    Remark with(Fact fact) {
        List<Fact> more = new ArrayList<>(facts);
        more.add(fact);
        return new Remark(title, ending, message, calls, List.copyOf(more), kernelLog);
    }

    /** {@return the remark as lines of plain text, title left out, nothing wider than a width where it can be broken} */
    List<String> plain(int width) {
        List<String> lines = new ArrayList<>();
        if (!ending.isEmpty()) {
            lines.addAll(Wrap.lines(ending, "", width));
        }
        if (!message.isEmpty()) {
            lines.addAll(Wrap.lines(message, "", width));
        }
        if (!calls.isEmpty()) {
            lines.add("");
            calls.forEach(call -> lines.addAll(Wrap.code(call, "    ", width)));
            lines.add("");
        }
        for (Fact fact : facts.stream().filter(Fact::isTelling).toList()) {
            lines.addAll(Wrap.lines(String.format("%-8s%s", fact.label(), fact.text()), " ".repeat(8), width));
            fact.code().forEach(line -> lines.addAll(Wrap.code(line, " ".repeat(8), width)));
        }
        if (!kernelLog.isEmpty()) {
            lines.add("the kernel's log meanwhile:");
            kernelLog.forEach(line -> lines.addAll(Wrap.code(line, "    ", width)));
        }
        return lines;
    }
}
