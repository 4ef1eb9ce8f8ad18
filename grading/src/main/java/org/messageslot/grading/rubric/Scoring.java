// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Grade;
import org.messageslot.grading.GroupTotal;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Run;
import org.messageslot.grading.Status;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.Verdict;

/**
 * Turns the outcomes of checks into a grade, and has the grade audited.
 *
 * <p>One mistake, one price. This rule decides what a check costs that did not pass:
 *
 * <ul>
 *   <li>It failed, crashed, hung or did not build: it is lost.
 *   <li>It was not run, or could not be judged, because something that it needs went wrong: it is lost if that is
 *       essential, so that nothing works without it. Else the check that asks about it pays, and this one costs nothing.
 *   <li>A step kept it from being judged, and the checks that own the step all passed: the step went wrong only here. The
 *       check failed, and is lost.
 *   <li>It asks everything at once, and another check of the same module or programs is lost: it costs nothing.
 * </ul>
 *
 * <p>Lost checks of one {@link Cause} are one mistake. It costs what they have together, but no more than they have within one
 * group or than the rubric's cap, whichever is more; for what is essential or did not build there is no cap. A crash costs its penalty
 * beside, once, where the rubric says so. Of a module that tampered with the kernel nothing counts, for nothing that it shows can be
 * believed.
 *
 * <p>The same outcomes give the same grade in whatever order they come. Immutable and thread-safe.
 */
public final class Scoring {

    private final Rubric rubric;

    /**
     * Scores by a rubric.
     *
     * @param rubric the checks that count
     */
    public Scoring(Rubric rubric) {
        this.rubric = rubric;
    }

    /**
     * Says that a submission could not be graded at all.
     *
     * @param submission what was handed in
     * @param run what the grade depends on besides
     * @param because why not, in one sentence
     * @return a grade without a score
     */
    public Grade ungradable(Submitted submission, Run run, String because) {
        List<Judged> none = rubric.checks().stream()
                .map(check -> new Judged(check.id(), Outcome.without(Status.UNGRADABLE, because)))
                .toList();
        return grade(submission, run, List.of(), none, List.of(because));
    }

    /**
     * Scores the outcomes.
     *
     * <p>A check whose dependency did not pass counts as not run, whether or not it was. A check without an outcome,
     * with two, or with one that nobody asked for makes the grade ungradable.
     *
     * @param submission what was handed in
     * @param run what the grade depends on besides
     * @param builds how the compiler fared
     * @param judged the outcome of every check of the rubric, in any order
     * @param troubles what went wrong with the grader itself, one sentence each; any makes the grade ungradable
     * @return the grade, audited
     */
    public Grade grade(
            Submitted submission, Run run, List<BuildResult> builds, List<Judged> judged, List<String> troubles) {
        List<Verdict> ended = ended(judged);
        Map<String, Outcome> outcomes = ended.stream().collect(Collectors.toMap(Verdict::id, Verdict::outcome));
        Fates fates = new Fates(rubric, outcomes);
        List<Verdict> decided = ended.stream()
                .map(one -> new Verdict(one.check(), fates.outcome(one.id()), Points.ZERO))
                .toList();
        Mistakes mistakes = new Mistakes(rubric, decided, fates);
        List<Verdict> verdicts = decided.stream()
                .map(one -> new Verdict(one.check(), one.outcome(), points(one, mistakes)))
                .toList();
        List<String> reasons = new ArrayList<>(troubles);
        reasons.addAll(miscounted(judged));
        reasons.addAll(unjudged(verdicts, troubles));
        Sums sums = sums(verdicts);
        Grade draft = grade(submission, run, builds, verdicts, mistakes.all(), sums, reasons, "");
        Audit audit = Audit.of(draft, rubric);
        reasons.addAll(audit.problems());
        return grade(submission, run, builds, verdicts, mistakes.all(), sums, reasons, audit.statement());
    }

    private Grade grade(
            Submitted submission,
            Run run,
            List<BuildResult> builds,
            List<Verdict> verdicts,
            List<Mistake> mistakes,
            Sums sums,
            List<String> reasons,
            String statement) {
        boolean gradable = reasons.isEmpty();
        return new Grade(
                Grade.VERSION,
                submission,
                run,
                gradable,
                reasons,
                gradable ? sums.score() : null,
                rubric.maxScore(),
                sums.earned(),
                sums.penalty(),
                sums.bonus(),
                Points.ZERO,
                statement,
                builds,
                totals(verdicts),
                verdicts,
                mistakes,
                null);
    }

    private Points points(Verdict verdict, Mistakes mistakes) {
        boolean earns = verdict.passed()
                || (verdict.status() != Status.UNGRADABLE
                        && !rubric.groupOf(verdict.check()).bonus());
        return earns ? verdict.check().maxPoints().minus(mistakes.chargedTo(verdict.id())) : Points.ZERO;
    }

    /** How each check ended; what depends on one that did not pass counts as not run. */
    private List<Verdict> ended(List<Judged> judged) {
        Map<String, Outcome> outcomes = new HashMap<>();
        judged.forEach(one -> outcomes.putIfAbsent(one.id(), one.outcome()));
        Map<String, Verdict> verdicts = new HashMap<>();
        for (CheckDescription check : rubric.inRunningOrder()) {
            Outcome outcome = outcomes.getOrDefault(
                    check.id(), Outcome.without(Status.UNGRADABLE, "The grader has no result of this check."));
            Optional<String> obstacle = Rubric.obstacle(
                    check, id -> Objects.requireNonNull(verdicts.get(id)).passed());
            boolean stands = obstacle.isEmpty() || standsByItself(outcome.status());
            Outcome end = stands ? outcome : Outcome.notRun(obstacle.orElseThrow());
            verdicts.put(check.id(), new Verdict(check, end, Points.ZERO));
        }
        return rubric.checks().stream()
                .map(check -> Objects.requireNonNull(verdicts.get(check.id())))
                .toList();
    }

    /** Whether a status counts although a dependency did not pass. */
    static boolean standsByItself(Status status) {
        return status == Status.CRASHED
                || status == Status.TAMPERED
                || status == Status.BUILD_FAILED
                || status == Status.UNGRADABLE;
    }

    private List<String> miscounted(List<Judged> judged) {
        List<String> sentences = new ArrayList<>();
        Map<String, Long> counts = judged.stream()
                .collect(Collectors.groupingBy(Judged::id, java.util.TreeMap::new, Collectors.counting()));
        counts.forEach((id, count) -> {
            if (rubric.check(id).isEmpty()) {
                sentences.add("There is a result of " + id + ", which is no check of this rubric.");
            } else if (count > 1) {
                sentences.add("There are " + count + " results of " + id + ".");
            }
        });
        return sentences;
    }

    private static List<String> unjudged(List<Verdict> verdicts, List<String> troubles) {
        return verdicts.stream()
                .filter(verdict -> verdict.status() == Status.UNGRADABLE)
                .filter(verdict -> !troubles.contains(verdict.outcome().message()))
                .map(verdict -> verdict.id() + " could not be judged: "
                        + verdict.outcome().message())
                .toList();
    }

    private List<GroupTotal> totals(List<Verdict> verdicts) {
        List<GroupTotal> totals = new ArrayList<>();
        for (Group group : rubric.groups()) {
            List<Verdict> members = verdicts.stream()
                    .filter(verdict -> verdict.check().group().equals(group.id()))
                    .toList();
            int passed = (int) members.stream().filter(Verdict::passed).count();
            Points points = Points.sum(members.stream().map(Verdict::points).toList());
            totals.add(new GroupTotal(
                    group.id(), group.title(), group.bonus(), members.size(), passed, points, group.points()));
        }
        return totals;
    }

    private record Sums(Points earned, Points penalty, Points bonus, Points score) {}

    private Sums sums(List<Verdict> verdicts) {
        var bonusGroups =
                rubric.groups().stream().filter(Group::bonus).map(Group::id).collect(Collectors.toSet());
        Map<Boolean, List<Verdict>> byBonus = verdicts.stream()
                .collect(Collectors.partitioningBy(
                        verdict -> bonusGroups.contains(verdict.check().group())));
        List<Verdict> ordinary = Objects.requireNonNull(byBonus.get(false));
        Points earned = Points.sum(ordinary.stream().map(Verdict::points).toList());
        CrashRule rule = rubric.rules().crash();
        boolean crashed = ordinary.stream()
                .anyMatch(verdict -> verdict.status() == Status.CRASHED && rule.countsIn(verdict.check()));
        if (verdicts.stream().anyMatch(verdict -> verdict.status() == Status.TAMPERED)) {
            return new Sums(earned, earned, Points.ZERO, Points.ZERO);
        }
        Points penalty = crashed ? rule.points().min(earned) : Points.ZERO;
        Points extra = Points.sum(Objects.requireNonNull(byBonus.get(true)).stream()
                .map(Verdict::points)
                .toList());
        Points base = earned.minus(penalty);
        Points bonus = rubric.rules().bonus() == BonusRule.FILLS
                ? extra.min(rubric.maxScore().minus(base))
                : extra;
        return new Sums(earned, penalty, bonus, base.plus(bonus));
    }
}
