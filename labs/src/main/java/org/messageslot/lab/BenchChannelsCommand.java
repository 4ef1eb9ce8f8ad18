// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.util.concurrent.Callable;
import org.messageslot.guest.KernelSeries;
import org.messageslot.lab.bench.ChannelsBenchmark;
import org.messageslot.lab.bench.Report;
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
final class BenchChannelsCommand implements Callable<Integer> {

    private static final String LIST = "grading/variants/good/linked-lists";

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws Exception {
        return output.shown(screen -> report(GuestKernel.options().series(), screen));
    }

    static Report report(KernelSeries series, Screen screen) {
        return GuestKernel.explained(() -> screen.working(
                "preparing the guest",
                progress -> ChannelsBenchmark.measure(
                        () -> GuestKernel.probe(GuestKernel.counting(series), "kernel", progress),
                        () -> GuestKernel.probe(GuestKernel.counting(series), LIST, progress))));
    }
}
