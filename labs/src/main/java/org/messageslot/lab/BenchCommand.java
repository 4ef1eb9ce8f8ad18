// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.engine.GradingBenchmark;
import org.messageslot.guest.GuestBenchmark;
import org.messageslot.guest.GuestOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code lab bench}: measure, and print figures. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure, on this machine, and print the figures.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = {
            BenchSlotCommand.class,
            BenchChannelsCommand.class,
            BenchMemoryCommand.class,
            BenchSmpCommand.class,
            BenchCommand.GuestFigures.class,
            BenchCommand.GradingFigures.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  lab bench slot                       write and read, beside pipes and queues",
            "  lab bench channels                   the same among a million channels",
            "  lab bench memory                     how much memory a channel takes",
            "  lab bench smp                        two threads at once",
            "  lab bench guest                      boot, restore, calls a second",
            "  lab bench grading                    what grading a submission takes",
            "  MSGSLOT_KERNEL=6.12 lab bench slot   the same on the other kernel",
            "",
            "Exit codes: 0 measured; 1 files cannot be written; 2 wrong usage;",
            "  3 a guest cannot run here, and the message says why."
        })
final class BenchCommand implements Runnable {

    private static final double MILLIS = 1000;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                Lab.commandLine().getSubcommands().get("bench"),
                "What shall be measured? slot, channels, memory, smp, guest or grading?");
    }

    /** What grading costs. */
    @Command(
            name = "grading",
            mixinStandardHelpOptions = true,
            description = "What it costs to grade one submission, the kit's own module. Takes about a minute.")
    static final class GradingFigures implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            Screen screen = Screen.standard();
            try {
                print(
                        screen,
                        screen.working(
                                "measuring",
                                progress -> GradingBenchmark.measure(
                                        Lab.home().resolve("kernel"),
                                        GuestKernel.options().series(),
                                        progress)));
            } catch (UngradableException e) {
                throw LabException.missing(String.valueOf(e.getMessage()));
            }
            return ExitCode.DONE;
        }

        private static void print(Screen screen, GradingBenchmark figures) {
            GuestFigures.row(
                    screen,
                    "graded",
                    figures.score() + ", by " + figures.checks() + " checks, each in a fresh kernel, " + figures.jobs()
                            + " at a time");
            GuestFigures.row(screen, "guests, compilers ready", GuestFigures.seconds(figures.ready()));
            GuestFigures.row(screen, "build", GuestFigures.seconds(figures.build()));
            GuestFigures.row(
                    screen,
                    "load and checks",
                    GuestFigures.seconds(figures.examined().minus(figures.build())));
            GuestFigures.row(screen, "total", GuestFigures.seconds(figures.total()));
            GuestFigures.row(screen, "restore one guest", GuestFigures.seconds(figures.restore()));
            GuestFigures.row(screen, "boot one instead", GuestFigures.seconds(figures.boot()));
            GuestFigures.row(
                    screen,
                    "booting for each check",
                    String.format(Locale.ROOT, "would take %.1f times as long", figures.timesLongerByBooting()));
        }
    }

    /** What guests cost. */
    @Command(
            name = "guest",
            mixinStandardHelpOptions = true,
            description = "What guests cost: boot, restore, system calls, memory. Takes about half a minute.")
    static final class GuestFigures implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            Screen screen = Screen.standard();
            GuestOptions options = GuestKernel.options();
            GuestBenchmark figures = GuestKernel.explained(
                    () -> screen.working("measuring", progress -> GuestBenchmark.measure(options, progress)));
            print(screen, figures);
            return ExitCode.DONE;
        }

        private static void print(Screen screen, GuestBenchmark figures) {
            row(screen, "kernel", "Linux " + figures.kernel());
            row(screen, "run by", figures.accelerator());
            row(
                    screen,
                    "cold boot to agent ready",
                    seconds(figures.coldBootCpu()) + " of processor time, " + seconds(figures.coldBoot())
                            + " by the clock");
            row(screen, "restore to agent ready", seconds(figures.restore()) + " by the clock, median");
            row(screen, "system calls, one by one", rate(figures.callsPerSecond()));
            row(screen, "system calls, in a script", rate(figures.scriptedCallsPerSecond()));
            row(screen, "memory of a guest", figures.memoryMiB() + " MiB");
            row(screen, "image", String.format(Locale.ROOT, "%.1f MB", figures.imageBytes() / 1e6));
        }

        static void row(Screen screen, String what, String figure) {
            screen.print(String.format("%-26s", what) + figure);
        }

        static String seconds(Duration duration) {
            return String.format(Locale.ROOT, "%.3f s", duration.toMillis() / MILLIS);
        }

        private static String rate(double perSecond) {
            return String.format(Locale.ROOT, "%,.0f a second", perSecond);
        }
    }
}
