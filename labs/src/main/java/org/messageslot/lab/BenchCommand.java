// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.util.concurrent.Callable;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.slot.bench.GradingBenchmark;
import org.messageslot.guest.GuestBenchmark;
import org.messageslot.guest.GuestOptions;
import org.messageslot.lab.bench.Overview;
import org.messageslot.lab.bench.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;

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
            BenchJavaCommand.class,
            BenchCommand.GuestFigures.class,
            BenchCommand.GradingFigures.class,
            BenchWatchCommand.class,
            BenchClassCommand.class,
            BenchFuzzCommand.class,
            BenchAllCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  lab bench slot                       write and read, beside pipes and queues",
            "  lab bench channels                   the same among a million channels",
            "  lab bench memory                     how much memory a channel takes",
            "  lab bench smp                        two threads at once",
            "  lab bench java                       from Java, beside C",
            "  lab bench guest                      boot, restore, calls a second",
            "  lab bench grading                    what grading a submission takes",
            "  lab bench watch                      how soon lab watch answers after a save",
            "  lab bench class --size 20            what grading a class takes",
            "  lab bench fuzz --minutes 1           damaged input for all that reads files",
            "  lab bench all --out figures          all of them, and a page of them",
            "  MSGSLOT_KERNEL=6.12 lab bench slot   the same on the other kernel",
            "",
            "Exit codes: 0 measured; 1 files cannot be written; 2 wrong usage;",
            "  3 a guest cannot run here, and the message says why."
        })
final class BenchCommand implements Runnable {

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                Lab.commandLine().getSubcommands().get("bench"),
                "What shall be measured? slot, channels, memory, smp, java, guest, grading, watch, class, fuzz or all?");
    }

    /** What grading costs. */
    @Command(
            name = "grading",
            mixinStandardHelpOptions = true,
            description = "What it costs to grade one submission, the kit's own module. Takes about a minute.",
            footer = {
                "",
                "Examples:",
                "  lab bench grading                  what one submission costs, and what of it",
                "  lab bench grading --out figures    and write grading.csv and so on",
                "",
                "Exit codes: 0 measured; 1 files cannot be written; 2 wrong usage;",
                "  3 a guest cannot run here, and the message says why."
            })
    static final class GradingFigures implements Callable<Integer> {

        @Mixin
        private BenchOutput output = new BenchOutput();

        @Override
        public Integer call() throws Exception {
            return output.shown(GradingFigures::report);
        }

        static Report report(Screen screen) throws Exception {
            try {
                return Overview.ofGrading(screen.working(
                        "measuring",
                        progress -> GradingBenchmark.measure(
                                Lab.home().resolve("kernel"),
                                GuestKernel.options().series(),
                                progress)));
            } catch (UngradableException e) {
                throw LabException.missing(String.valueOf(e.getMessage()));
            }
        }
    }

    /** What guests cost. */
    @Command(
            name = "guest",
            mixinStandardHelpOptions = true,
            description = "What guests cost: boot, restore, system calls, memory. Takes about half a minute.",
            footer = {
                "",
                "Examples:",
                "  lab bench guest                  boot, restore, calls, memory",
                "  lab bench guest --out figures    and write guest.csv and so on",
                "",
                "Exit codes: 0 measured; 1 files cannot be written; 2 wrong usage;",
                "  3 a guest cannot run here, and the message says why."
            })
    static final class GuestFigures implements Callable<Integer> {

        @Mixin
        private BenchOutput output = new BenchOutput();

        @Override
        public Integer call() throws Exception {
            return output.shown(GuestFigures::report);
        }

        static Report report(Screen screen) {
            GuestOptions options = GuestKernel.options();
            return Overview.ofGuests(GuestKernel.explained(
                    () -> screen.working("measuring", progress -> GuestBenchmark.measure(options, progress))));
        }
    }
}
