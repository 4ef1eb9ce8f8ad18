// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Grade;
import org.messageslot.grading.GroupTotal;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Status;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.Symptom.SymptomKind;
import org.messageslot.grading.Verdict;

/**
 * The proof that a grade counts each check of its rubric exactly once and that its sums are right.
 *
 * <p>It recomputes everything from the verdicts in its own way, and trusts no number in the grade: so it also finds
 * what somebody changed in a {@code grade.json} afterwards.
 *
 * @param problems what is wrong, one sentence each; empty if the grade is sound
 * @param statement the outcome in words, for the report
 */
public record Audit(List<String> problems, String statement) {

    /** Keep a copy of the list. */
    public Audit {
        problems = List.copyOf(problems);
    }

    /**
     * Audits a grade.
     *
     * @param grade the grade
     * @param rubric the rubric that it was graded by
     * @return what was found
     */
    public static Audit of(Grade grade, Rubric rubric) {
        List<String> problems = new Recount(grade, rubric).problems();
        return new Audit(
                problems, problems.isEmpty() ? sums(grade) : "The audit failed: " + String.join(" ", problems));
    }

    /** {@return whether the grade's sums are right} */
    public boolean isSound() {
        return problems.isEmpty();
    }

    private static String sums(Grade grade) {
        int checks = grade.verdicts().size();
        StringBuilder text = new StringBuilder(checks == 1 ? "1 check, " : checks + " checks, each ");
        text.append("counted exactly once: ");
        List<String> counts = new ArrayList<>();
        for (Status status : Status.values()) {
            if (grade.count(status) > 0) {
                counts.add(grade.count(status) + " " + status.words());
            }
        }
        text.append(String.join(", ", counts))
                .append(". ")
                .append(grade.earned())
                .append(" points earned");
        if (grade.penalty().isPositive()) {
            text.append(", less ")
                    .append(grade.penalty())
                    .append(" for ")
                    .append(grade.penaltyReason().toLowerCase(Locale.ROOT));
        }
        if (grade.bonus().isPositive()) {
            text.append(", and ").append(grade.bonus()).append(" bonus");
        }
        Points score = grade.score();
        return text.append(score == null ? "; no score." : ": " + grade.headline() + ".")
                .toString();
    }

    /** Adds everything up anew, in plain integers. */
    private static final class Recount {

        private final Grade grade;
        private final Rubric rubric;
        private final List<String> problems = new ArrayList<>();
        private final Set<String> passed;
        private final Set<String> bonusGroups;
        private final Map<String, Integer> earnedByGroup = new HashMap<>();
        private final Map<String, Integer> checksByGroup = new HashMap<>();
        private final Map<String, Integer> passedByGroup = new HashMap<>();

        Recount(Grade grade, Rubric rubric) {
            this.grade = grade;
            this.rubric = rubric;
            this.passed = grade.verdicts().stream()
                    .filter(Verdict::passed)
                    .map(Verdict::id)
                    .collect(Collectors.toSet());
            this.bonusGroups =
                    rubric.groups().stream().filter(Group::bonus).map(Group::id).collect(Collectors.toSet());
        }

        List<String> problems() {
            if (!grade.run().rubricSha256().equals(rubric.sha256())) {
                problems.add("The grade was made by another rubric.");
            }
            countChecks();
            grade.verdicts().forEach(this::enter);
            compareGroups();
            compareSums();
            countMistakes();
            grade.mistakes().forEach(this::comparePrice);
            return problems;
        }

        private void countChecks() {
            Map<String, Long> times =
                    grade.verdicts().stream().collect(Collectors.groupingBy(Verdict::id, Collectors.counting()));
            for (CheckDescription check : rubric.checks()) {
                long count = times.getOrDefault(check.id(), 0L);
                if (count != 1) {
                    problems.add(check.id() + " is counted " + count + " times, not once.");
                }
            }
            grade.verdicts().stream()
                    .map(Verdict::id)
                    .filter(id -> rubric.check(id).isEmpty())
                    .forEach(id -> problems.add(id + " is counted, but is not in the rubric."));
        }

        private void enter(Verdict verdict) {
            String group = verdict.check().group();
            earnedByGroup.merge(group, verdict.points().hundredths(), Integer::sum);
            checksByGroup.merge(group, 1, Integer::sum);
            passedByGroup.merge(group, verdict.passed() ? 1 : 0, Integer::sum);
            int most = verdict.check().maxPoints().hundredths();
            int got = verdict.points().hundredths();
            boolean all = verdict.passed();
            boolean none = verdict.status() == Status.UNGRADABLE || (!all && bonusGroups.contains(group));
            if (all || none) {
                compare("points of " + verdict.id(), verdict.points(), all ? most : 0);
            } else if (got < 0 || got > most) {
                problems.add("The points of " + verdict.id() + ", " + verdict.points() + ", are not within its "
                        + verdict.check().maxPoints() + ".");
            }
            rubric.check(verdict.id())
                    .filter(check -> !check.equals(verdict.check()))
                    .ifPresent(check -> problems.add(verdict.id() + " is not described as in the rubric."));
            boolean blocked = !passed.containsAll(verdict.check().dependsOn());
            if (verdict.status() == Status.NOT_RUN && !blocked) {
                problems.add(verdict.id() + " was not run, though nothing that it needs failed.");
            }
            if (blocked && verdict.status() != Status.NOT_RUN && !Scoring.standsByItself(verdict.status())) {
                problems.add(verdict.id() + " counts as run, though something that it needs did not pass.");
            }
        }

        // ---- mistakes ----

        /** Each check that did not pass is in one mistake, or asked everything at once where others found something. */
        private void countMistakes() {
            Map<String, Integer> times = new HashMap<>();
            grade.mistakes().forEach(mistake -> {
                mistake.checks().forEach(id -> times.merge(id, 1, Integer::sum));
                mistake.others().forEach(id -> times.merge(id, 1, Integer::sum));
            });
            for (Verdict verdict : grade.verdicts()) {
                int count = times.getOrDefault(verdict.id(), 0);
                boolean counts = !verdict.passed() && verdict.status() != Status.UNGRADABLE;
                boolean excused = counts && count == 0 && isExcused(verdict);
                if (count != (counts && !excused ? 1 : 0)) {
                    problems.add(verdict.id() + " is in " + count + " mistakes, though it "
                            + (counts ? "went wrong." : verdict.status().words() + "."));
                }
                if (excused
                        || grade.mistakes().stream()
                                .anyMatch(one -> one.others().contains(verdict.id()))) {
                    compareFree(verdict);
                }
                times.remove(verdict.id());
            }
            times.keySet().forEach(id -> problems.add(id + " is in a mistake, but is no check of this grade."));
        }

        private void compareFree(Verdict verdict) {
            boolean bonus = bonusGroups.contains(verdict.check().group());
            compare(
                    "points of " + verdict.id() + ", which costs nothing",
                    verdict.points(),
                    bonus ? 0 : verdict.check().maxPoints().hundredths());
            if (verdict.status().isFailure() && !verdict.check().catchAll()) {
                problems.add(verdict.id() + " " + verdict.status().words() + ", and costs nothing.");
            }
        }

        private boolean isExcused(Verdict verdict) {
            boolean programs = rubric.groupOf(verdict.check()).programs();
            return verdict.check().catchAll()
                    && verdict.status() != Status.BUILD_FAILED
                    && grade.mistakes().stream()
                            .flatMap(mistake -> mistake.checks().stream())
                            .flatMap(id -> rubric.check(id).stream())
                            .anyMatch(check -> !check.catchAll()
                                    && !bonusGroups.contains(check.group())
                                    && rubric.groupOf(check).programs() == programs);
        }

        private void comparePrice(Mistake mistake) {
            List<Verdict> members = grade.verdicts().stream()
                    .filter(verdict -> mistake.checks().contains(verdict.id()))
                    .toList();
            if (members.isEmpty() || !mistake.checks().get(0).equals(mistake.shown())) {
                problems.add("A mistake shows " + mistake.shown() + ", which is not its first check.");
                return;
            }
            Map<String, Integer> byGroup = new HashMap<>();
            members.forEach(one ->
                    byGroup.merge(one.check().group(), one.check().maxPoints().hundredths(), Integer::sum));
            int sum = byGroup.values().stream().mapToInt(Integer::intValue).sum();
            int most =
                    byGroup.values().stream().mapToInt(Integer::intValue).max().orElse(0);
            int cap = isLeak(members)
                    ? most
                    : Math.max(most, rubric.rules().mistakeCap().hundredths());
            boolean free = members.stream()
                            .anyMatch(one -> one.check().essential()
                                    || one.status() == Status.BUILD_FAILED
                                    || bonusGroups.contains(one.check().group()))
                    || members.stream().anyMatch(this::isOneErrorForAll);
            compare(
                    "price of the mistake that " + mistake.shown() + " shows",
                    mistake.price(),
                    free ? sum : Math.min(sum, cap));
            int paid = members.stream()
                    .mapToInt(one ->
                            one.check().maxPoints().hundredths() - one.points().hundredths())
                    .sum();
            compare("price of the mistake that " + mistake.shown() + " shows, added up", mistake.price(), paid);
        }

        /** Memory that a known place allocated and nobody frees. */
        private static boolean isLeak(List<Verdict> members) {
            return members.stream()
                    .map(Verdict::outcome)
                    .filter(outcome -> outcome.status() == Status.FAILED && isWithoutPlace(outcome))
                    .map(Outcome::symptom)
                    .anyMatch(symptom -> symptom.kind() == SymptomKind.LEAK
                            && !symptom.call().isEmpty());
        }

        private static boolean isWithoutPlace(Outcome outcome) {
            return outcome.oops() == null || outcome.oops().function().isEmpty();
        }

        /** Of the checks that are in a mistake; one that asks everything at once may be excused. */
        private boolean isOneErrorForAll(Verdict verdict) {
            Set<String> counted = grade.mistakes().stream()
                    .flatMap(mistake -> mistake.checks().stream())
                    .collect(Collectors.toSet());
            Set<String> always = Cause.alwaysGiven(grade.verdicts().stream()
                    .filter(one -> counted.contains(one.id()))
                    .toList());
            Symptom symptom = verdict.outcome().symptom();
            return symptom.kind() == SymptomKind.WRONG_ERROR && always.contains(symptom.got());
        }

        private void compareGroups() {
            List<String> wanted = rubric.groups().stream().map(Group::id).toList();
            List<String> got = grade.groups().stream().map(GroupTotal::id).toList();
            if (!wanted.equals(got)) {
                problems.add("The groups are " + got + ", not " + wanted + ".");
                return;
            }
            for (int i = 0; i < wanted.size(); i++) {
                Group group = rubric.groups().get(i);
                GroupTotal total = grade.groups().get(i);
                compare("points of the group " + group.id(), total.points(), earnedByGroup.getOrDefault(group.id(), 0));
                compare("maximum of the group " + group.id(), total.maxPoints(), maximumOf(group));
                boolean counted = total.checks() == checksByGroup.getOrDefault(group.id(), 0)
                        && total.passed() == passedByGroup.getOrDefault(group.id(), 0)
                        && total.bonus() == group.bonus();
                if (!counted) {
                    problems.add("The group " + group.id() + " counts its checks wrongly.");
                }
            }
        }

        private int maximumOf(Group group) {
            return rubric.checks().stream()
                    .filter(check -> check.group().equals(group.id()))
                    .mapToInt(check -> check.maxPoints().hundredths())
                    .sum();
        }

        private void compareSums() {
            int earned = 0;
            int extra = 0;
            int maximum = 0;
            boolean crashed = false;
            for (Group group : rubric.groups()) {
                int points = earnedByGroup.getOrDefault(group.id(), 0);
                if (group.bonus()) {
                    extra += points;
                } else {
                    earned += points;
                    maximum += maximumOf(group);
                    crashed |= grade.verdicts().stream()
                            .anyMatch(verdict -> verdict.status() == Status.CRASHED
                                    && rubric.rules().crash().countsIn(verdict.check())
                                    && verdict.check().group().equals(group.id()));
                }
            }
            boolean forfeit = grade.isForfeit();
            int crash =
                    crashed ? Math.min(earned, rubric.rules().crash().points().hundredths()) : 0;
            int penalty = forfeit ? earned : crash;
            int room = maximum - (earned - penalty);
            int filling = rubric.rules().bonus() == BonusRule.FILLS ? Math.min(extra, room) : extra;
            int bonus = forfeit ? 0 : filling;
            compare("points earned", grade.earned(), earned);
            compare("penalty for crashing or tampering", grade.penalty(), penalty);
            compare("bonus", grade.bonus(), bonus);
            compare("maximum", grade.maxScore(), maximum);
            int late = grade.late().hundredths();
            if (late < 0 || late > earned - penalty + bonus) {
                problems.add("What lateness costs, " + grade.late() + ", is not within what there is.");
            }
            compareScore(earned - penalty + bonus - late);
        }

        private void compareScore(int due) {
            Points score = grade.score();
            boolean judged = grade.ungradableBecause().isEmpty()
                    && grade.verdicts().stream().noneMatch(verdict -> verdict.status() == Status.UNGRADABLE);
            if (grade.gradable() != judged) {
                problems.add("The grade says gradable: " + grade.gradable() + ", but its reasons say otherwise.");
            }
            if (score == null) {
                if (judged) {
                    problems.add("The score is missing.");
                }
            } else if (judged) {
                compare("score", score, due);
            } else {
                problems.add("There is a score, though the grade does not count.");
            }
        }

        private void compare(String what, Points got, int due) {
            if (got.hundredths() != due) {
                problems.add("The " + what + ": " + got + " in the grade, " + new Points(due) + " by the verdicts.");
            }
        }
    }
}
