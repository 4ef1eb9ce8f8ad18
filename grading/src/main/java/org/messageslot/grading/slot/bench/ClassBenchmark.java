// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Run;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.course.Again;
import org.messageslot.grading.course.Capacity;
import org.messageslot.grading.course.ClassGrading;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Intake;
import org.messageslot.grading.course.Roll;
import org.messageslot.grading.course.report.ClassFolder;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.variants.GeneratedClass;
import org.messageslot.grading.slot.variants.GeneratedClass.SubmissionKind;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.guest.KernelSeries;

/**
 * Grades a made-up class as {@code lab grade} does, with no grade and no build of it in any cache, and looks at clock,
 * processors and memory.
 *
 * <p>Not thread-safe.
 */
public final class ClassBenchmark {

    private static final int SLOWEST = 5;
    private static final List<GuestKind> NEEDED =
            List.of(GuestKind.PLAIN, GuestKind.POISON, GuestKind.LEDGER, GuestKind.TWO_CPUS, GuestKind.LARGE);

    private final GeneratedClass made;
    private final Path folder;
    private final Rubric rubric;
    private final int jobs;
    private final long seed;
    private final Consumer<String> progress;

    /**
     * Plans a benchmark.
     *
     * @param made the class
     * @param folder an empty folder; {@code class/} in it will hold the archives, {@code reports/} the reports
     * @param rubric the checks, all of them for figures that can be compared
     * @param jobs how many submissions at a time at most, at least 1
     * @param seed what the checks vary by, 0 to {@link Run#MAX_SEED}
     * @param progress is told, in a few words each, how it goes on
     */
    public ClassBenchmark(
            GeneratedClass made, Path folder, Rubric rubric, int jobs, long seed, Consumer<String> progress) {
        this.made = made;
        this.folder = folder;
        this.rubric = rubric;
        this.jobs = jobs;
        this.seed = seed;
        this.progress = progress;
    }

    /**
     * Tells how long one submission took.
     *
     * @param member whose it is
     * @param time from its beginning to its grade, by the clock
     */
    public record Timing(GeneratedClass.GeneratedStudent member, Duration time) {}

    /**
     * Holds what grading a class cost.
     *
     * @param counts how many there were of each kind
     * @param parallel how many were graded at a time
     * @param timings how long each took that was graded, the slowest first
     * @param equal how many got the grade of an equal one
     * @param ungradable how many have no grade, by the grader's fault
     * @param time from the first archive to the last report, by the clock
     * @param processor the processor time of the grader and its guests; compilers end outside of what can be counted
     * @param busy how many of the machine's processors were busy on average, with whatever it was
     * @param processors how many there are
     * @param peakBytes the most memory that all processes of the grading had at a time
     * @param alone those that were graded alone again, and what was different then
     */
    public record ClassCost(
            Map<SubmissionKind, Long> counts,
            int parallel,
            List<Timing> timings,
            int equal,
            int ungradable,
            Duration time,
            Duration processor,
            double busy,
            int processors,
            long peakBytes,
            Map<String, GradeComparison> alone) {

        /** {@return how many submissions there were} */
        public int size() {
            return timings.size() + equal;
        }

        /** {@return those that took longest} */
        public List<Timing> slowest() {
            return timings.stream().limit(SLOWEST).toList();
        }

        /** {@return the mean time by kind; of those that were graded} */
        public Map<SubmissionKind, Duration> means() {
            Map<SubmissionKind, Duration> means = new LinkedHashMap<>();
            for (SubmissionKind kind : SubmissionKind.values()) {
                timings.stream()
                        .filter(timing -> timing.member().kind() == kind)
                        .mapToLong(timing -> timing.time().toMillis())
                        .average()
                        .ifPresent(mean -> means.put(kind, Duration.ofMillis(Math.round(mean))));
            }
            return means;
        }

        /** {@return whether no grade was another one because of the class} */
        public boolean isAsAlone() {
            return alone.values().stream().allMatch(GradeComparison::isAsAlone);
        }
    }

    /**
     * Grades the class.
     *
     * @param series the kernel of the guests
     * @param verify how many are graded alone again, and compared; of those that attack nobody
     * @return the figures
     * @throws UngradableException if this machine cannot grade; its message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if a file cannot be read or written
     */
    public ClassCost measure(KernelSeries series, int verify)
            throws UngradableException, InterruptedException, IOException {
        made.write(folder.resolve("class"));
        // Guests' snapshots may have to be made first, once on each machine: that is not this class' cost.
        GuestStock stock = GuestStock.of(series, progress);
        for (GuestKind kind : NEEDED) {
            stock.fresh(kind).close();
        }
        try (ProcessMeter meter = ProcessMeter.start()) {
            long start = System.nanoTime();
            Grader grader =
                    Grader.of(SlotAssignment.SLOT.editions().standard(), series, folder.resolve("builds"), progress);
            int parallel = Capacity.submissions(jobs);
            Stopwatch stopwatch = new Stopwatch(made.members().size());
            GradedClass whole = graded(grader, parallel, stopwatch);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            Duration processor = meter.processorTime();
            double busy = meter.busyProcessors();
            long peak = meter.peakBytes();
            return new ClassCost(
                    made.counts(),
                    parallel,
                    stopwatch.timings(),
                    whole.graded().size() - stopwatch.timings().size(),
                    whole.ungradable().size(),
                    time,
                    processor,
                    busy,
                    Runtime.getRuntime().availableProcessors(),
                    peak,
                    verified(whole, series, verify));
        }
    }

    private GradedClass graded(Grader grader, int parallel, Stopwatch stopwatch)
            throws IOException, InterruptedException {
        ClassFolder reports = new ClassFolder(folder.resolve("reports"), SlotAssignment.SLOT.wording());
        Roll roll = Intake.roll(List.of(folder.resolve("class")), reports.spool(), true, SlotArtifacts.ALL);
        ClassGrading grading =
                ClassGrading.of(grader, rubric, seed, parallel, made.members().size(), folder.resolve("grades"));
        List<Graded> graded = grading.grade(roll.counted(), Again.NOTHING, new ClassGrading.ClassListener() {
            @Override
            public void started(Handing handing) {
                stopwatch.started(handing);
            }

            @Override
            public void finished(Graded one) throws IOException {
                reports.write(one);
                progress.accept(stopwatch.finished(one));
            }
        });
        GradedClass whole = new GradedClass(grading.run(), roll, graded, List.of(), List.of());
        reports.write(whole);
        return whole;
    }

    /** Looks at the clock when submissions begin and end. */
    private final class Stopwatch {
        private final Map<String, GeneratedClass.GeneratedStudent> members = made.members().stream()
                .collect(Collectors.toMap(GeneratedClass.GeneratedStudent::student, Function.identity()));
        private final Map<String, Long> starts = new HashMap<>();
        private final List<Timing> timings = new ArrayList<>();
        private final int all;
        private int done;

        private Stopwatch(int all) {
            this.all = all;
        }

        private void started(Handing handing) {
            starts.put(handing.student(), System.nanoTime());
        }

        private String finished(Graded graded) {
            String student = graded.handing().student();
            Long start = starts.get(student);
            if (start != null) {
                timings.add(new Timing(
                        Objects.requireNonNull(members.get(student)), Duration.ofNanos(System.nanoTime() - start)));
            }
            done++;
            return done + " of " + all + " graded";
        }

        private List<Timing> timings() {
            return timings.stream()
                    .sorted(Comparator.comparing(Timing::time).reversed())
                    .toList();
        }
    }

    // ---- the same alone ----

    private Map<String, GradeComparison> verified(GradedClass whole, KernelSeries series, int count)
            throws UngradableException, InterruptedException, IOException {
        Map<String, GradeComparison> comparisons = new LinkedHashMap<>();
        if (count == 0) {
            return comparisons;
        }
        Grader grader =
                Grader.of(SlotAssignment.SLOT.editions().standard(), series, folder.resolve("builds-alone"), progress);
        Set<String> peaceful = made.members().stream()
                .filter(member -> member.kind() != SubmissionKind.HOSTILE)
                .map(GeneratedClass.GeneratedStudent::student)
                .collect(Collectors.toSet());
        List<Graded> drawn = new ArrayList<>(whole.graded());
        drawn.removeIf(one -> !peaceful.contains(one.handing().student()));
        Collections.shuffle(drawn, new Random(seed));
        for (Graded one : drawn.subList(0, Math.min(count, drawn.size()))) {
            comparisons.put(one.handing().student(), GradeComparison.withAlone(one.grade(), () -> alone(one, grader)));
        }
        return comparisons;
    }

    private Grade alone(Graded one, Grader grader) throws UngradableException, InterruptedException, IOException {
        progress.accept("grading " + one.handing().student() + " alone");
        return grader.grade(one.handing().path(), new Grader.Wish(rubric, Grader.Wish.usualJobs(), seed), id -> {});
    }
}
