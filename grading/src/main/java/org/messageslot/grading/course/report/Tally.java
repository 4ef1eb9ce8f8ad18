// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.Points;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.submission.Shown;

/**
 * A class by numbers: only grades that count are counted. Immutable.
 *
 * <p>All texts may hold what submissions put there.
 */
public final class Tally {

    private static final int BINS = 10;
    private static final int LONGEST_SENTENCE = 300;

    private final GradedClass whole;
    private final List<Graded> counted;

    /**
     * Counts a class.
     *
     * @param whole the class
     */
    public Tally(GradedClass whole) {
        this.whole = whole;
        this.counted = whole.graded().stream()
                .filter(one -> one.grade().score() != null)
                .toList();
    }

    /**
     * Counts how a class fared with one check or one clause.
     *
     * @param id the check's or clause's name
     * @param title what it asks
     * @param passed how many students passed it; of a clause, all of its checks
     * @param of of how many
     */
    public record Rate(String id, String title, int passed, int of) {

        /** {@return how many of a hundred passed, 0 to 100, rounded down so that only all are 100} */
        public int percent() {
            return of == 0 ? 0 : passed * 100 / of;
        }

        /** {@return how many did not} */
        public int failed() {
            return of - passed;
        }
    }

    /** {@return the submissions whose grade counts} */
    public List<Graded> counted() {
        return counted;
    }

    /** {@return their scores, in order} */
    public List<Points> scores() {
        return counted.stream()
                .map(one -> Objects.requireNonNull(one.grade().score()))
                .sorted()
                .toList();
    }

    /** {@return the score that so many of a hundred are below or at: 50 for the median; empty without scores} */
    public Optional<Points> percentile(int percent) {
        List<Points> scores = scores();
        return scores.isEmpty() ? Optional.empty() : Optional.of(scores.get((scores.size() - 1) * percent / 100));
    }

    /** {@return the mean score with two decimals; empty without scores} */
    public Optional<BigDecimal> mean() {
        List<Points> scores = scores();
        return scores.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Points.sum(scores).number().divide(BigDecimal.valueOf(scores.size()), 2, RoundingMode.HALF_UP));
    }

    /** {@return how many scores lie in each tenth of what can be reached; the last one holds the full score and more} */
    public List<Integer> distribution() {
        int[] bins = new int[BINS + 1];
        int most = Math.max(1, whole.maxScore().hundredths());
        for (Points score : scores()) {
            long tenth = (long) Math.max(0, score.hundredths()) * BINS / most;
            bins[(int) Math.min(BINS, tenth)]++;
        }
        return java.util.Arrays.stream(bins).boxed().toList();
    }

    /** {@return how each check fared, in the rubric's order} */
    public List<Rate> checks() {
        List<Rate> rates = new ArrayList<>();
        for (CheckDescription check : whole.checks()) {
            int passed = (int) counted.stream()
                    .filter(one -> verdicts(one)
                            .anyMatch(
                                    verdict -> verdict.passed() && verdict.id().equals(check.id())))
                    .count();
            rates.add(new Rate(check.id(), check.title(), passed, counted.size()));
        }
        return rates;
    }

    /**
     * Finds the clauses that were hardest.
     *
     * @param titles what a clause says
     * @return those that somebody failed, hardest first
     */
    public List<Rate> clauses(Function<String, String> titles) {
        Set<String> clauses = new LinkedHashSet<>();
        whole.checks().forEach(check -> clauses.addAll(check.requirements()));
        return clauses.stream()
                .map(clause -> new Rate(
                        clause,
                        titles.apply(clause),
                        (int) counted.stream()
                                .filter(one -> verdicts(one)
                                        .filter(verdict ->
                                                verdict.check().requirements().contains(clause))
                                        .allMatch(Verdict::passed))
                                .count(),
                        counted.size()))
                .filter(rate -> rate.failed() > 0)
                .sorted(Comparator.comparingInt(Rate::failed).reversed())
                .toList();
    }

    private static Stream<Verdict> verdicts(Graded one) {
        return one.grade().verdicts().stream();
    }

    /** {@return mistakes that cost points, by what goes wrong, those of most students first} */
    public List<Cluster> mistakes() {
        Map<List<String>, Set<Graded>> bySentence = new LinkedHashMap<>();
        for (Graded one : counted) {
            for (Mistake mistake : one.grade().mistakes()) {
                bySentence
                        .computeIfAbsent(
                                List.of(Shown.text(mistake.sentence(), LONGEST_SENTENCE), ""),
                                sentence -> new LinkedHashSet<>())
                        .add(one);
            }
        }
        return clusters(bySentence);
    }

    /** {@return crashes, warnings and hangs of the kernel by what they were and where, those of most students first} */
    public List<Cluster> crashes() {
        Map<List<String>, Set<Graded>> byKind = new LinkedHashMap<>();
        for (Graded one : counted) {
            verdicts(one)
                    .flatMap(verdict -> Stream.ofNullable(verdict.outcome().oops()))
                    .forEach(oops -> byKind.computeIfAbsent(kind(oops), kind -> new LinkedHashSet<>())
                            .add(one));
        }
        return clusters(byKind);
    }

    /** Addresses, numbers of processes and offsets differ from crash to crash of the same kind. */
    private static List<String> kind(ExplainedOops oops) {
        String title = oops.title()
                .replaceAll("^WARNING: at \\S+ ([\\w.]+)\\+.*", "warning of $1")
                .replaceAll("^warning of " + Pattern.quote(oops.function()) + "$", "warning")
                .replaceAll("(?i),? ?((at|for) )?(address|rIP)?:? ?((0x)?[0-9a-f]{8,16}\\b|\\.{3})", "")
                .replaceAll(" \\(Tainted: [^)]*\\)", "")
                .replaceAll("kmalloc-[\\w-]+", "kmalloc")
                .replaceAll("(general protection fault|overwritten)\\b.*", "$1")
                .replaceAll("^BUG: \\w+ stack guard page was hit.*", "stack overflow")
                .replaceAll("^kernel BUG at (\\S*/)?(\\S+):\\d+!", "BUG_ON of $2")
                .replaceAll("^(BUG|kernel BUG|Oops|WARNING):? (kernel )?", "")
                .strip();
        return List.of(Shown.name(title.isEmpty() ? oops.title() : title), Shown.name(oops.function()));
    }

    /** {@return builds that failed, by what the compiler said first, those of most students first} */
    public List<Cluster> failedBuilds() {
        Map<List<String>, Set<Graded>> byReason = new LinkedHashMap<>();
        for (Graded one : counted) {
            for (BuildResult build : one.grade().builds()) {
                if (!build.built()) {
                    String reason = reason(build);
                    String part = reason.contains(build.part()) ? "" : build.part();
                    byReason.computeIfAbsent(List.of(reason, part), key -> new LinkedHashSet<>())
                            .add(one);
                }
            }
            if (one.grade().builds().isEmpty()) {
                byReason.computeIfAbsent(List.of(Shown.name(unopened(one)), ""), reason -> new LinkedHashSet<>())
                        .add(one);
            }
        }
        return clusters(byReason);
    }

    /** {@return why it could not be opened, without the archive's name, which is everybody's own} */
    private static String unopened(Graded one) {
        String why = one.grade().submission().remarks().stream().findFirst().orElse("It could not be opened.");
        String archive = String.valueOf(one.handing().path().getFileName());
        return why.startsWith(archive + " ") ? "The archive" + why.substring(archive.length()) : why;
    }

    private static String reason(BuildResult build) {
        String first = build.compilerWords()
                .lines()
                .filter(line -> line.contains("error:") || line.startsWith("Stopped:"))
                .findFirst()
                .or(() -> build.compilerWords()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .findFirst())
                .orElse("It did not build.");
        return Shown.name(first.replaceFirst("^\\S+?:\\d+(:\\d+)?: ", "")
                .replaceFirst("^(fatal )?error: ", "")
                .replaceFirst("\\.$", ""));
    }

    private static List<Cluster> clusters(Map<List<String>, Set<Graded>> groups) {
        return groups.entrySet().stream()
                .map(group -> new Cluster(group.getKey().get(0), group.getKey().get(1), List.copyOf(group.getValue())))
                .sorted(Comparator.comparingInt(
                                (Cluster cluster) -> cluster.whose().size())
                        .reversed())
                .toList();
    }

    /** {@return students whose submissions are equal to the byte, in groups of two and more} */
    public List<Cluster> equal() {
        Map<List<String>, Set<Graded>> byContent = new LinkedHashMap<>();
        for (Graded one : whole.graded()) {
            String content = one.grade().submission().sha256();
            if (!content.isEmpty()) {
                byContent
                        .computeIfAbsent(List.of(content, ""), key -> new LinkedHashSet<>())
                        .add(one);
            }
        }
        byContent.values().removeIf(students -> students.size() < 2);
        return clusters(byContent);
    }
}
