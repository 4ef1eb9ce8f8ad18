// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import org.messageslot.calls.NativeCalls;
import org.messageslot.lab.bench.Benchmark;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lab bench java}: what a call costs from Java. */
@Command(
        name = "java",
        mixinStandardHelpOptions = true,
        description = {
            "What a call costs from Java.",
            "From C, from Java through JNA with nothing around it, through the kit's library, and on the model; on this"
                    + " machine, which needs no slot for it. Takes a quarter of a minute."
        },
        footer = {
            "",
            "Examples:",
            "  lab bench java",
            "  lab bench java --out figures        and write java.csv and so on",
            "",
            "Exit codes: 0 measured; 1 the files cannot be written; 2 wrong usage;",
            "  3 there is no Linux or no compiler here, and the message says so."
        })
public final class BenchJavaCommand implements Benchmark {

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws Exception {
        return output.shown(BenchJavaCommand::report);
    }

    static BenchReport report(Screen screen) {
        if (!NativeCalls.isSupported()) {
            throw LabException.missing("the calls are Linux's, and this machine runs " + System.getProperty("os.name")
                    + "; measure in the course VM (vagrant up).");
        }
        return GuestSetup.explained(() -> screen.working("measuring", progress -> JavaBenchmark.measure(Kit.home())));
    }
}
