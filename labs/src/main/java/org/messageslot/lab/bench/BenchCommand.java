// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.bench;

import java.util.ServiceLoader;
import org.messageslot.lab.terminal.LabException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code lab bench}: measure, and print figures. The benchmarks are a module of their own, {@code benchmarks/}, which the launcher
 * puts on the class path where it is asked for.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure, on this machine, and print the figures.",
        synopsisSubcommandLabel = "WHAT",
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
            "  lab bench torture                    many schedules of one module",
            "  lab bench all --out figures          all of them, and a page of them",
            "  MSGSLOT_KERNEL=6.12 lab bench slot   the same on the other kernel",
            "",
            "Exit codes: 0 measured; 1 files cannot be written; 2 wrong usage;",
            "  3 a guest cannot run here, and the message says why."
        })
public final class BenchCommand implements Runnable {

    private CommandSpec spec = CommandSpec.create();

    /** Takes in the benchmarks that are on the class path, in the order in which they list themselves. */
    @Spec
    void take(CommandSpec itself) {
        spec = itself;
        for (Benchmark benchmark : ServiceLoader.load(Benchmark.class)) {
            itself.addSubcommand(null, new CommandLine(benchmark));
        }
        // Without any, what is asked for is not told to be unknown.
        itself.parser().unmatchedArgumentsAllowed(itself.subcommands().isEmpty());
        itself.addSubcommand(null, new CommandLine(new HelpCommand()));
    }

    @Override
    public void run() {
        if (spec.parser().unmatchedArgumentsAllowed()) {
            throw LabException.missing("the benchmarks are not on the class path; start them with ./lab bench.");
        }
        throw new ParameterException(
                spec.commandLine(),
                "What shall be measured? slot, channels, memory, smp, java, guest, grading, watch, class, fuzz, torture or all?");
    }
}
