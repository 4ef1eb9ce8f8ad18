// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import org.messageslot.guest.GuestBenchmark;
import org.messageslot.guest.GuestOptions;
import org.messageslot.lab.bench.Benchmark;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lab bench guest}: what guests cost. */
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
public final class BenchGuestCommand implements Benchmark {

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws Exception {
        return output.shown(BenchGuestCommand::report);
    }

    static BenchReport report(Screen screen) {
        GuestOptions options = GuestSetup.options();
        return Overview.ofGuests(GuestSetup.explained(
                () -> screen.working("measuring", progress -> GuestBenchmark.measure(options, progress))));
    }
}
