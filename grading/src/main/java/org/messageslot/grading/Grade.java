// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole result of grading one submission; every report is made from it, and from nothing else.
 *
 * <p>Immutable and thread-safe. Made by {@link org.messageslot.grading.rubric.Scoring}, which proves the sums.
 *
 * @param version the version of the JSON form, {@value #VERSION}
 * @param submission what was handed in
 * @param run what the grade depends on besides
 * @param gradable whether the grade counts; if not, that is the grader's fault
 * @param ungradableBecause why not, one sentence each; empty if it counts
 * @param score the points in the end; {@code null} if the grade does not count, so that nobody takes it for zero
 * @param maxScore what can be reached without a bonus
 * @param earned the sum of the checks' points, bonus groups apart
 * @param penalty what crashing the kernel costs in all
 * @param bonus what bonus groups add
 * @param late what handing in late costs, of what is left then
 * @param audit what the audit of the sums found, in words
 * @param builds how the compiler fared
 * @param groups the totals by group, in the rubric's order
 * @param verdicts one for each check of the rubric, in the rubric's order
 * @param mistakes what cost points, the dearest first
 * @param coverage which lines of the module the checks reach; {@code null} if that was not counted
 */
public record Grade(
        int version,
        Submitted submission,
        Run run,
        boolean gradable,
        List<String> ungradableBecause,
        @Nullable Points score,
        Points maxScore,
        Points earned,
        Points penalty,
        Points bonus,
        Points late,
        String audit,
        List<BuildResult> builds,
        List<GroupTotal> groups,
        List<Verdict> verdicts,
        List<Mistake> mistakes,
        @Nullable SourceCoverage coverage) {

    /** The version of the JSON form. It rises when a field changes its meaning or goes. */
    public static final int VERSION = 2;

    /** Keep copies of the lists. */
    public Grade {
        ungradableBecause = List.copyOf(ungradableBecause);
        builds = List.copyOf(builds);
        groups = List.copyOf(groups);
        verdicts = List.copyOf(verdicts);
        mistakes = List.copyOf(mistakes);
    }

    /** {@return the score as the first line of a report says it: {@code 61.50 of 100}, or {@code UNGRADABLE}} */
    public String headline() {
        return score == null ? "UNGRADABLE" : score + " of " + maxScore.brief();
    }

    /** {@return how many checks ended so} */
    public long count(Status status) {
        return verdicts.stream().filter(verdict -> verdict.status() == status).count();
    }

    /** {@return whether the module changed code or tables of the kernel's, or of the lab's, so that nothing that it shows counts} */
    public boolean isForfeit() {
        return count(Status.TAMPERED) > 0;
    }

    /** {@return what the {@link #penalty()} is for, as a report's line begins} */
    public String penaltyReason() {
        return isForfeit() ? "Tampering with the kernel" : "Crashing the kernel";
    }

    /** {@return this grade, of another submission} */
    public Grade withSubmission(Submitted other) {
        return with(other, builds, verdicts, mistakes, coverage);
    }

    /** {@return this grade with other verdicts, whose points and number are the same} */
    public Grade withVerdicts(List<Verdict> others) {
        return with(submission, builds, others, mistakes, coverage);
    }

    /** {@return this grade with its mistakes told in other words, whose prices and number are the same} */
    public Grade withMistakes(List<Mistake> others) {
        return with(submission, builds, verdicts, others, coverage);
    }

    /** {@return this grade, and which lines of the module the checks reach} */
    public Grade withCoverage(SourceCoverage counted) {
        return with(submission, builds, verdicts, mistakes, counted);
    }

    /** {@return this grade with all durations 0: equal for equal work, however long it took} */
    public Grade withoutDurations() {
        List<BuildResult> parts = builds.stream()
                .map(build -> new BuildResult(build.part(), build.built(), build.compilerWords(), build.remarks(), 0))
                .toList();
        List<Verdict> ends = verdicts.stream()
                .map(verdict -> new Verdict(verdict.check(), verdict.outcome().withDuration(0), verdict.points()))
                .toList();
        return with(submission, parts, ends, mistakes, coverage);
    }

    private Grade with(
            Submitted whose,
            List<BuildResult> parts,
            List<Verdict> ends,
            List<Mistake> wrongs,
            @Nullable SourceCoverage lines) {
        return new Grade(
                version,
                whose,
                run,
                gradable,
                ungradableBecause,
                score,
                maxScore,
                earned,
                penalty,
                bonus,
                late,
                audit,
                parts,
                groups,
                ends,
                wrongs,
                lines);
    }

    /**
     * Takes points off because the submission was late.
     *
     * @param lost how many, not negative; no more than there are will be
     * @return this grade with that many less; the same if it does not count, or lost some so already
     */
    public Grade withLate(Points lost) {
        if (score == null || late.isPositive() || !lost.isPositive()) {
            return this;
        }
        Points less = lost.min(score);
        Points rest = score.minus(less);
        return new Grade(
                version,
                submission,
                run,
                gradable,
                ungradableBecause,
                rest,
                maxScore,
                earned,
                penalty,
                bonus,
                less,
                audit + " Less " + less + " for lateness: " + rest + " of " + maxScore.brief() + ".",
                builds,
                groups,
                verdicts,
                mistakes,
                coverage);
    }
}
