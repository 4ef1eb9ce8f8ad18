// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import org.messageslot.guest.KernelSeries;
import org.messageslot.lab.bench.Benchmark;
import org.messageslot.lab.kernel.GuestKernel;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lab bench memory}: what channels take. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = {
            "How much of the kernel's memory a channel takes.",
            "With a message of 1, 32 or 128 bytes, among 100,000 channels whose ids are dense (1, 2, 3 and so on) or"
                    + " sparse (random), in a guest. Takes a quarter of a minute."
        },
        footer = {
            "",
            "Examples:",
            "  lab bench memory",
            "  lab bench memory --out figures      and write memory.csv and so on",
            "",
            "Exit codes: 0 measured; 1 the files cannot be written; 2 wrong usage;",
            "  3 a guest cannot run here, and the message says why."
        })
public final class BenchMemoryCommand implements Benchmark {

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws Exception {
        return output.shown(screen -> report(GuestSetup.options().series(), screen));
    }

    static BenchReport report(KernelSeries series, Screen screen) {
        return GuestSetup.explained(() -> screen.working(
                "preparing the guest",
                progress -> MemoryBenchmark.measure(
                        () -> GuestKernel.probe(GuestKernel.counting(series), "kernel", progress))));
    }
}
