// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import org.messageslot.guest.KernelSeries;
import org.messageslot.lab.bench.Benchmark;
import org.messageslot.lab.kernel.GuestKernel;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lab bench channels}: what many channels cost. */
@Command(
        name = "channels",
        mixinStandardHelpOptions = true,
        description = {
            "What the calls cost where a slot has many channels.",
            "From 1 to 1,048,576 of them, with random ids, in instructions, in a guest; beside a module that keeps its"
                    + " channels in a list. Takes half a minute."
        },
        footer = {
            "",
            "Examples:",
            "  lab bench channels",
            "  lab bench channels --out figures    and draw the curves",
            "",
            "Exit codes: 0 measured; 1 the files cannot be written; 2 wrong usage;",
            "  3 a guest cannot run here, and the message says why."
        })
public final class BenchChannelsCommand implements Benchmark {

    private static final String LIST = "grading/variants/good/linked-lists";

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws Exception {
        return output.shown(screen -> report(GuestSetup.options().series(), screen));
    }

    static BenchReport report(KernelSeries series, Screen screen) {
        return GuestSetup.explained(() -> screen.working(
                "preparing the guest",
                progress -> ChannelsBenchmark.measure(
                        () -> GuestKernel.probe(GuestKernel.counting(series), "kernel", progress),
                        () -> GuestKernel.probe(GuestKernel.counting(series), LIST, progress))));
    }
}
