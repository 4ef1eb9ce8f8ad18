// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.util.concurrent.Callable;
import org.messageslot.lab.bench.Probe;
import org.messageslot.lab.bench.Report;
import org.messageslot.lab.bench.ThreadsBenchmark;
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
final class BenchSmpCommand implements Callable<Integer> {

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws Exception {
        return output.shown(BenchSmpCommand::report);
    }

    static Report report(Screen screen) {
        return GuestKernel.explained(() -> screen.working("preparing the guest", progress -> {
            try (Probe probe =
                    GuestKernel.probe(GuestKernel.options().withHardened(false).withCpus(2), "kernel", progress)) {
                return ThreadsBenchmark.measure(probe);
            }
        }));
    }
}
