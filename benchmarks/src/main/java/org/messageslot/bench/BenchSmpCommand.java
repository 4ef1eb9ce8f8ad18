// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import org.messageslot.lab.bench.Benchmark;
import org.messageslot.lab.kernel.GuestKernel;
import org.messageslot.lab.measure.Probe;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lab bench smp}: what two threads do at once. */
@Command(
        name = "smp",
        mixinStandardHelpOptions = true,
        description = {
            "What two threads do at once.",
            "How many writes and reads they make on one channel, on two channels, on two slots and on a device that"
                    + " only copies, beside what one thread makes, in a guest with two processors. Takes a quarter of a minute."
        },
        footer = {
            "",
            "Examples:",
            "  lab bench smp",
            "  lab bench smp --out figures         and write smp.csv and so on",
            "",
            "Exit codes: 0 measured; 1 the files cannot be written; 2 wrong usage;",
            "  3 a guest cannot run here, and the message says why."
        })
public final class BenchSmpCommand implements Benchmark {

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws Exception {
        return output.shown(BenchSmpCommand::report);
    }

    static BenchReport report(Screen screen) {
        return GuestSetup.explained(() -> screen.working("preparing the guest", progress -> {
            try (Probe probe =
                    GuestKernel.probe(GuestSetup.options().withHardened(false).withCpus(2), "kernel", progress)) {
                return ThreadsBenchmark.measure(probe);
            }
        }));
    }
}
