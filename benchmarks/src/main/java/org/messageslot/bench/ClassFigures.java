// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.messageslot.grading.slot.bench.ClassBenchmark;
import org.messageslot.grading.slot.bench.GradeComparison;
import org.messageslot.grading.slot.variants.GeneratedClass;
import org.messageslot.grading.slot.variants.GeneratedClass.SubmissionKind;

/** The cost of grading a made-up class, for people and for programs. */
public final class ClassFigures {

    private static final double MILLIS = 1000;
    private static final double GIGABYTE = 1e9;
    private static final int WIDTH = 80;

    private final List<String> lines = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();

    private ClassFigures() {}

    /**
     * Shows the figures.
     *
     * @param result the figures
     * @return the report
     */
    public static BenchReport of(ClassBenchmark.ClassCost result) {
        ClassFigures figures = new ClassFigures();
        figures.kinds(result);
        figures.costs(result);
        figures.slowest(result);
        figures.verified(result.alone());
        return new BenchReport(
                "class",
                "What it costs to grade a class",
                figures.lines,
                new Sheet(List.of("what", "figure", "unit"), figures.rows),
                List.of());
    }

    /**
     * Lists who hands in what.
     *
     * @param made the class
     * @return a row for each
     */
    public static Sheet members(GeneratedClass made) {
        return new Sheet(
                List.of("student", "kind", "made_of"),
                made.members().stream()
                        .map(member -> List.<Object>of(
                                member.student(), member.kind().name().toLowerCase(Locale.ROOT), member.made()))
                        .toList());
    }

    private void kinds(ClassBenchmark.ClassCost result) {
        Map<SubmissionKind, Duration> means = result.means();
        result.counts().forEach((kind, count) -> {
            Duration mean = means.get(kind);
            lines.add(String.format(
                    Locale.ROOT,
                    "%5d  %-30s%s",
                    count,
                    kind.words(),
                    mean == null ? "" : String.format(Locale.ROOT, "%6.1f s each", seconds(mean))));
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            rows.add(List.of(name, count, "submissions"));
            if (mean != null) {
                rows.add(List.of(name + ", mean", seconds(mean), "s"));
            }
        });
    }

    private void costs(ClassBenchmark.ClassCost result) {
        int size = result.size();
        lines.add("");
        row(
                "graded",
                result.timings().size() + ", " + result.parallel() + " at a time; " + result.equal()
                        + " more are equal to one of them");
        if (result.ungradable() > 0) {
            row("UNGRADABLE", result.ungradable() + ", by the grader's fault");
        }
        row("time", minutes(result.time()) + ", " + tenths(seconds(result.time()) / size) + " s a submission");
        row(
                "processor time",
                minutes(result.processor()) + ", " + tenths(seconds(result.processor()) / size)
                        + " s a submission, without compilers");
        row("processors busy", tenths(result.busy()) + " of " + result.processors() + " on average, whatever with");
        row("memory at most", tenths(result.peakBytes() / GIGABYTE) + " GB, all processes together");
        rows.add(List.of("graded", result.timings().size(), "submissions"));
        rows.add(List.of("equal to others", result.equal(), "submissions"));
        rows.add(List.of("ungradable", result.ungradable(), "submissions"));
        rows.add(List.of("at a time", result.parallel(), "submissions"));
        rows.add(List.of("time", seconds(result.time()), "s"));
        rows.add(List.of("time a submission", seconds(result.time()) / size, "s"));
        rows.add(List.of("processor time", seconds(result.processor()), "s"));
        rows.add(List.of("processor time a submission", seconds(result.processor()) / size, "s"));
        rows.add(List.of("processors busy", result.busy(), "processors"));
        rows.add(List.of("memory at most", result.peakBytes(), "bytes"));
    }

    private void slowest(ClassBenchmark.ClassCost result) {
        lines.add("");
        lines.add("slowest");
        for (ClassBenchmark.Timing timing : result.slowest()) {
            String line = String.format(
                    Locale.ROOT,
                    "%7.1f s  %s  %s",
                    seconds(timing.time()),
                    timing.member().student(),
                    timing.member().made());
            lines.add(line.length() > WIDTH ? line.substring(0, WIDTH - 3) + "..." : line);
            rows.add(List.of("slow: " + timing.member().made(), seconds(timing.time()), "s"));
        }
    }

    private void verified(Map<String, GradeComparison> alone) {
        if (alone.isEmpty()) {
            return;
        }
        long equal = alone.values().stream().filter(GradeComparison::isEqual).count();
        long literal = alone.values().stream()
                .filter(GradeComparison::isEqualInEveryWord)
                .count();
        long chance = alone.values().stream().filter(GradeComparison::byChance).count();
        lines.add("");
        row("alone again", alone.size() + ": " + equal + " with an equal grade, " + literal + " of them word for word");
        rows.add(List.of("graded alone again", alone.size(), "submissions"));
        rows.add(List.of("equal then", equal, "submissions"));
        rows.add(List.of("equal word for word", literal, "submissions"));
        rows.add(List.of("differ when alone, too", chance, "submissions"));
        listed("other grades", alone, it -> it.byChance() ? List.of() : it.grade());
        listed(
                "other grades, of modules whose grade differs from time to time alone, too",
                alone,
                it -> it.byChance() ? it.grade() : List.of());
        listed("other words for the same verdict", alone, GradeComparison::words);
    }

    private void listed(
            String title, Map<String, GradeComparison> alone, Function<GradeComparison, List<String>> differences) {
        List<String> found = new ArrayList<>();
        alone.forEach((student, comparison) ->
                differences.apply(comparison).forEach(it -> found.add("  " + student + " " + it)));
        if (!found.isEmpty()) {
            lines.add("");
            lines.add(title);
            lines.addAll(found);
        }
    }

    private void row(String what, String figure) {
        lines.add(String.format("%-18s", what) + figure);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    private static String tenths(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private static String minutes(Duration duration) {
        return String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
    }
}
