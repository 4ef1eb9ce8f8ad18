// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import org.messageslot.grading.UngradableException;
import org.messageslot.grading.slot.bench.GradingBenchmark;
import org.messageslot.lab.bench.Benchmark;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lab bench grading}: what grading a submission costs. */
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
public final class BenchGradingCommand implements Benchmark {

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws Exception {
        return output.shown(BenchGradingCommand::report);
    }

    static BenchReport report(Screen screen) throws Exception {
        try {
            return Overview.ofGrading(screen.working(
                    "measuring",
                    progress -> GradingBenchmark.measure(
                            Kit.home().resolve("kernel"), GuestSetup.options().series(), progress)));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }
}
