// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.Visibility;

/**
 * Takes out of a grade what its student should not see; reports for students are made from what is left.
 *
 * <p>The points and totals stay as they are: only what the checks are and how they were made goes.
 */
public final class Redaction {

    private final Map<String, String> names = new HashMap<>();

    private Redaction() {}

    /**
     * Hides what the checks' visibility asks to hide.
     *
     * @param grade the whole grade, for staff
     * @return the grade as its student may see it; the same if every check is visible
     */
    public static Grade forStudent(Grade grade) {
        return new Redaction().of(grade);
    }

    private Grade of(Grade grade) {
        for (Verdict verdict : grade.verdicts()) {
            if (verdict.check().visibility() == Visibility.POINTS_ONLY) {
                names.put(verdict.id(), "hidden-" + (names.size() + 1));
            }
        }
        List<Verdict> verdicts = new ArrayList<>();
        grade.verdicts().forEach(verdict -> verdicts.add(redacted(verdict)));
        return new Grade(
                grade.version(),
                grade.submission(),
                grade.run(),
                grade.gradable(),
                grade.ungradableBecause().stream().map(this::renamed).toList(),
                grade.score(),
                grade.maxScore(),
                grade.earned(),
                grade.penalty(),
                grade.bonus(),
                grade.late(),
                renamed(grade.audit()),
                grade.builds(),
                grade.groups(),
                verdicts,
                grade.mistakes().stream()
                        .map(mistake -> redacted(mistake, grade))
                        .toList(),
                grade.coverage());
    }

    private Verdict redacted(Verdict verdict) {
        CheckDescription check = verdict.check();
        List<String> needs = check.dependsOn().stream().map(this::name).toList();
        Status status = verdict.status();
        return switch (check.visibility()) {
            case VISIBLE ->
                new Verdict(
                        check.withDependsOn(needs),
                        status == Status.NOT_RUN ? withoutNames(verdict.outcome()) : verdict.outcome(),
                        verdict.points());
            case DESCRIBED ->
                new Verdict(
                        new CheckDescription(
                                check.id(),
                                check.group(),
                                check.title(),
                                check.requirements(),
                                check.maxPoints(),
                                check.visibility(),
                                "",
                                needs,
                                check.conditions(),
                                check.essential(),
                                check.catchAll()),
                        Outcome.without(status, hiddenMessage(status))
                                .withDuration(verdict.outcome().durationMs()),
                        verdict.points());
            case POINTS_ONLY ->
                new Verdict(
                        new CheckDescription(
                                name(check.id()),
                                check.group(),
                                "A hidden check",
                                List.of(),
                                check.maxPoints(),
                                check.visibility(),
                                "",
                                List.of(),
                                check.conditions(),
                                false,
                                false),
                        Outcome.without(status, hiddenMessage(status))
                                .withDuration(verdict.outcome().durationMs()),
                        verdict.points());
        };
    }

    private Mistake redacted(Mistake mistake, Grade grade) {
        boolean seen = grade.verdicts().stream()
                .filter(verdict -> mistake.checks().contains(verdict.id()))
                .allMatch(verdict -> verdict.check().visibility() == Visibility.VISIBLE);
        return new Mistake(
                seen ? mistake.sentence() : hiddenMessage(Status.FAILED),
                seen ? mistake.cause() : "",
                mistake.price(),
                name(mistake.shown()),
                mistake.checks().stream().map(this::name).toList(),
                mistake.others().stream().map(this::name).toList(),
                seen ? mistake.explanation() : null);
    }

    private static String hiddenMessage(Status status) {
        return status == Status.PASSED ? "" : "How this check is made is not shown.";
    }

    private Outcome withoutNames(Outcome outcome) {
        return Outcome.without(outcome.status(), renamed(outcome.message()));
    }

    private String name(String id) {
        return names.getOrDefault(id, id);
    }

    /** Replaces the names of hidden checks in a sentence of ours. */
    private String renamed(String sentence) {
        String text = sentence;
        for (Map.Entry<String, String> entry : names.entrySet()) {
            text = text.replaceAll(
                    "(?<![a-z0-9-])" + java.util.regex.Pattern.quote(entry.getKey()) + "(?![a-z0-9-])",
                    entry.getValue());
        }
        return text;
    }
}
