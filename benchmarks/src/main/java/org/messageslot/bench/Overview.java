// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.messageslot.grading.slot.bench.GradingBenchmark;
import org.messageslot.guest.GuestBenchmark;

/** Reports of a dozen figures, each of its own kind: what guests cost, and what grading does. */
public final class Overview {

    private static final double MILLIS = 1000;

    private final List<String> lines = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();

    private Overview() {}

    private Overview row(String what, String figure) {
        lines.add(String.format("%-26s", what) + figure);
        rows.add(List.of(what, figure));
        return this;
    }

    private BenchReport report(String name, String title) {
        return new BenchReport(name, title, lines, new Sheet(List.of("what", "figure"), rows), List.of());
    }

    /**
     * Shows what guests cost.
     *
     * @param figures the figures
     * @return the report
     */
    public static BenchReport ofGuests(GuestBenchmark figures) {
        return new Overview()
                .row("kernel", "Linux " + figures.kernel())
                .row("run by", figures.accelerator())
                .row(
                        "cold boot to agent ready",
                        seconds(figures.coldBootCpu()) + " of processor time, " + seconds(figures.coldBoot())
                                + " by the clock")
                .row("restore to agent ready", seconds(figures.restore()) + " by the clock, median")
                .row(
                        "look from outside",
                        String.format(
                                Locale.ROOT,
                                "%.2f ms, median; once for each check",
                                figures.look().toNanos() / 1e6))
                .row("system calls, one by one", rate(figures.callsPerSecond()))
                .row("system calls, in a script", rate(figures.scriptedCallsPerSecond()))
                .row("memory of a guest", figures.memoryMiB() + " MiB")
                .row("image", String.format(Locale.ROOT, "%.1f MB", figures.imageBytes() / 1e6))
                .report("guest", "What guests cost");
    }

    /**
     * Shows what grading costs.
     *
     * @param figures the figures
     * @return the report
     */
    public static BenchReport ofGrading(GradingBenchmark figures) {
        return new Overview()
                .row(
                        "graded",
                        figures.score() + ", by " + figures.checks() + " checks, " + figures.jobs() + " at a time")
                .row("guests, compilers ready", seconds(figures.ready()))
                .row("build", seconds(figures.build()))
                .row("load and checks", seconds(figures.examined().minus(figures.build())))
                .row("total", seconds(figures.total()))
                .row(
                        "every byte watched",
                        seconds(figures.referee().watched()) + " of that, compiling the referee, too")
                .row("every schedule searched", seconds(figures.referee().searched()) + " more, where that is counted")
                .row("restore one guest", seconds(figures.restore()))
                .row("boot one instead", seconds(figures.boot()))
                .row(
                        "booting for each check",
                        String.format(Locale.ROOT, "would take %.1f times as long", figures.timesLongerByBooting()))
                .report("grading", "What it costs to grade one submission, the kit's own module");
    }

    /**
     * Shows how soon {@code lab watch} answers.
     *
     * @param figures the figures
     * @return the report
     */
    public static BenchReport ofWatching(WatchFigures figures) {
        return new Overview()
                .row("saves", figures.errors().size() + " of each kind, medians")
                .row("the compiler's error", seconds(WatchFigures.median(figures.errors())))
                .row("the first verdict", seconds(WatchFigures.median(figures.firsts())))
                .row(
                        "all ordinary checks",
                        seconds(WatchFigures.median(figures.alls())) + ", " + figures.checks() + " checks, "
                                + figures.jobs() + " at a time")
                .report("watch", "How soon lab watch answers after a save");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f s", duration.toMillis() / MILLIS);
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f a second", perSecond);
    }
}
