// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.messageslot.grading.Grade;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.guest.FileTree;
import org.messageslot.guest.Guest;
import org.messageslot.guest.KernelSeries;

/**
 * Holds what grading costs on this machine, by the clock. Immutable and thread-safe.
 *
 * @param checks how many checks were run, each in a guest of its own
 * @param jobs how many guests ran at a time
 * @param score what the submission got, as a report says it
 * @param ready until guests and compilers could be used, with what the cache holds
 * @param build until the submission was compiled, nothing of it being in the cache
 * @param restore until one guest was there, from its snapshot; the median of five
 * @param boot until one guest was there, booted the long way
 * @param examined until all checks were done, compiling included
 * @param referee what of that the referee took, and what a search for schedules would take
 */
public record GradingBenchmark(
        int checks,
        int jobs,
        String score,
        Duration ready,
        Duration build,
        Duration restore,
        Duration boot,
        Duration examined,
        RefereeBenchmark referee) {

    /** {@return how many times longer the checks would take if each booted its guest} */
    public double timesLongerByBooting() {
        double own = (double) examined.minus(build).toMillis() * jobs;
        double more = (double) boot.minus(restore).toMillis() * checks;
        return (own + more) / own;
    }

    /** {@return ready and examined together: from the command to the grade} */
    public Duration total() {
        return ready.plus(examined);
    }

    /**
     * Grades a submission, and looks at the clock.
     *
     * @param submission a folder or an archive; the kit's own module for figures that can be compared
     * @param series the kernel of the guests
     * @param progress is told, in a few words each, what takes over a second
     * @return the figures
     * @throws UngradableException if this machine cannot grade; its message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if the submission or a temporary folder cannot be used
     */
    public static GradingBenchmark measure(Path submission, KernelSeries series, Consumer<String> progress)
            throws UngradableException, InterruptedException, IOException {
        Path builds = Files.createTempDirectory("msgslot-bench-");
        try {
            long start = System.nanoTime();
            Grader grader = Grader.of(SlotAssignment.SLOT.editions().standard(), series, builds, progress);
            Duration ready = since(start);
            // Snapshots of every kind are made now, if they are not in the cache.
            Grader.Wish wish = Grader.Wish.all(grader.edition());
            progress.accept("timing guests");
            Duration restore = median(grader.stock());
            Duration boot = boot(grader.stock());
            progress.accept("grading " + submission.getFileName());
            long grading = System.nanoTime();
            Grade grade = grader.grade(submission, wish, id -> {});
            Duration examined = since(grading);
            return new GradingBenchmark(
                    grade.verdicts().size(),
                    wish.jobs(),
                    grade.headline(),
                    ready,
                    Duration.ofMillis(
                            grade.builds().isEmpty() ? 0 : grade.builds().get(0).durationMs()),
                    restore,
                    boot,
                    examined,
                    RefereeBenchmark.measure(submission, grader.stock(), builds.resolve("referee"), progress));
        } finally {
            FileTree.delete(builds);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Duration median(GuestStock stock) throws UngradableException, IOException {
        Duration[] durations = new Duration[5];
        for (int i = 0; i < durations.length; i++) {
            long start = System.nanoTime();
            try (Guest guest = stock.fresh(GuestKind.PLAIN)) {
                durations[i] = since(start);
                guest.failure();
            }
        }
        return Stream.of(durations)
                .sorted()
                .skip(durations.length / 2)
                .findFirst()
                .orElseThrow();
    }

    private static Duration boot(GuestStock stock) throws UngradableException, IOException {
        long start = System.nanoTime();
        try (Guest guest = stock.booted()) {
            guest.failure();
            return since(start);
        }
    }
}
