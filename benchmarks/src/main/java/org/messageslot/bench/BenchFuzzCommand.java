// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.slot.fuzz.Fuzzing;
import org.messageslot.lab.bench.Benchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab bench fuzz}: damaged input for all that the grader reads of strangers. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description = {
            "Give damaged archives, sources, logs, grades and lists to whatever reads them on this machine, and tell"
                    + " which reader fails, takes long or asks for all memory.",
            "What is tried is drawn by a seed, which is printed; the same seed tries the same in the same order."
        },
        footer = {
            "",
            "Examples:",
            "  lab bench fuzz                      for an hour",
            "  lab bench fuzz --minutes 1          for a minute",
            "  lab bench fuzz zip --input 4711     one input again",
            "",
            "Exit codes: 0 nothing failed; 1 something did, or files cannot be written;",
            "  2 wrong usage."
        })
public final class BenchFuzzCommand implements Benchmark {

    @Parameters(index = "0", arity = "0..1", paramLabel = "READER", description = "With --input: which reader.")
    private @Nullable String reader;

    @Option(names = "--input", paramLabel = "SEED", description = "Try this input of one reader again.")
    private @Nullable Long input;

    @Option(names = "--minutes", paramLabel = "N", description = "How long (default: ${DEFAULT-VALUE}).")
    private int minutes = 60;

    @Option(names = "--seed", paramLabel = "N", description = "What is drawn by (default: the time).")
    private @Nullable Long seed;

    @Override
    public Integer call() throws Exception {
        List<Fuzzing.FailingInput> failures = reader != null && input != null ? Fuzzing.again(reader, input) : run();
        failures.forEach(failure -> System.out.println("FAILED " + failure));
        System.out.println(
                failures.isEmpty() ? "No reader failed." : failures.size() + " failed; try one again by its line.");
        return failures.isEmpty() ? 0 : 1;
    }

    private List<Fuzzing.FailingInput> run() throws Exception {
        long drawn = seed != null ? seed : System.nanoTime() & 0xffffff;
        System.out.println("Seed " + drawn + ", " + minutes + (minutes == 1 ? " minute" : " minutes") + ".");
        Fuzzing.Summary summary = new Fuzzing(drawn).run(Duration.ofMinutes(minutes));
        System.out.println(summary.inputs() + " inputs were tried.");
        return summary.failures();
    }
}
