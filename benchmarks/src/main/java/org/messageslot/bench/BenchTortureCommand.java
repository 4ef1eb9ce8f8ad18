// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.slot.referee.Referee;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.ScenarioReport;
import org.messageslot.grading.slot.referee.Watched;
import org.messageslot.lab.bench.Benchmark;
import org.messageslot.lab.explain.WatchedModule;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab bench torture}: a great many schedules of one module. */
@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        description = {
            "Try a great many schedules of a module, and tell whether one comes out wrong.",
            "Each scenario of lab explain gets the same share: all schedules with at most two preemptions as far as they go,"
                    + " then others by chance (PCT), which are drawn by the seed. About 1,000 take a second."
        },
        footer = {
            "",
            "Examples:",
            "  lab bench torture                       100,000, of the kit's own module",
            "  lab bench torture --schedules 1000000   a million; a quarter of an hour",
            "  lab bench torture ex3 --seed 7          of another one, others by chance",
            "",
            "Exit codes: 0 none came out wrong; 1 one did, or a scenario could not be",
            "  searched; 2 wrong usage; 3 a guest cannot run here, or the module cannot be",
            "  built with the referee in it."
        })
public final class BenchTortureCommand implements Benchmark {

    /** So many are drawn in one guest. */
    private static final int AT_ONCE = 5000;

    private static final int PREEMPTIONS = 2;
    private static final int MOST = 100_000_000;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SUBMISSION",
            description = "A folder or an archive with a message_slot.c (default: the kit's own module).")
    private @Nullable Path submission;

    @Option(
            names = "--schedules",
            paramLabel = "N",
            description = "How many schedules, 100 to " + MOST + " (default: ${DEFAULT-VALUE}).")
    private int schedules = 100_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What is drawn by, 0 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int seed;

    /** What came of one scenario. */
    private record Sum(long systematic, long random, List<ScenarioReport> wrong) {}

    @Override
    public Integer call() throws Exception {
        if (schedules < 100 || schedules > MOST) {
            throw LabException.usage("--schedules is 100 to " + MOST + ", not " + schedules + ".");
        }
        if (seed < 0 || seed > 1_000_000) {
            throw LabException.usage("--seed is 0 to 1000000, not " + seed + ".");
        }
        Screen screen = Screen.standard();
        Watched watched = WatchedModule.of(submission == null ? Kit.home().resolve("kernel") : submission, screen);
        List<Scenario> scenarios = Scenario.all();
        long start = System.nanoTime();
        long all = 0;
        boolean right = true;
        for (Scenario scenario : scenarios) {
            Sum sum = WatchedModule.explained(() -> screen.working(
                    "searching " + scenario.name(),
                    progress -> searched(watched, scenario, schedules / scenarios.size())));
            all += sum.systematic() + sum.random();
            right &= sum.wrong().isEmpty();
            screen.write(line(scenario, sum) + "\n");
        }
        screen.write(closing(all, Duration.ofNanos(System.nanoTime() - start), right) + "\n");
        return right ? 0 : 1;
    }

    private Sum searched(Watched watched, Scenario scenario, int share) throws Exception {
        ScenarioReport first = new Referee(watched, new Referee.Effort(PREEMPTIONS, share, 0, seed)).search(scenario);
        if (!first.isClean()) {
            return new Sum(first.schedules(), 0, List.of(first));
        }
        long drawn = 0;
        for (int round = 0; first.schedules() + drawn < share; round++) {
            int next = (int) Math.min(AT_ONCE, share - first.schedules() - drawn);
            Referee.Effort effort = Referee.Effort.byChance(next, seed * 1000L + round);
            ScenarioReport more = new Referee(watched, effort).search(scenario);
            if (!more.isClean()) {
                return new Sum(first.schedules(), drawn + more.random(), List.of(more));
            }
            drawn += next;
        }
        return new Sum(first.schedules(), drawn, List.of());
    }

    private static String line(Scenario scenario, Sum sum) {
        String end = sum.wrong().stream()
                .map(report -> report.trouble().isEmpty() ? "WRONG, see lab explain" : report.trouble())
                .findFirst()
                .orElse("none wrong");
        return String.format(
                Locale.ROOT,
                "%-24s %,9d systematic, %,9d by chance: %s",
                scenario.name(),
                sum.systematic(),
                sum.random(),
                end);
    }

    private static String closing(long all, Duration time, boolean right) {
        return String.format(
                Locale.ROOT,
                "%,d schedules in %,d s, %,d a second: %s",
                all,
                time.toSeconds(),
                all * 1000 / Math.max(1, time.toMillis()),
                right ? "none came out wrong." : "not all came out right.");
    }
}
