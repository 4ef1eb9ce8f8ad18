// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import org.messageslot.grading.UngradableException;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.lab.bench.Benchmark;
import org.messageslot.lab.grade.Graders;
import org.messageslot.lab.grade.JobsOption;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lab bench watch}: how soon an answer comes after a save. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "How soon lab watch answers after a save, by the clock: the compiler's error, the first verdict, all ordinary"
                    + " checks of the last step.",
            "The kit's own module is saved 20 times with a mistake and 20 times without; medians. Takes some minutes."
        },
        footer = {
            "",
            "Examples:",
            "  lab bench watch",
            "  lab bench watch --times 5",
            "",
            "Exit codes: 0 measured; 1 the files cannot be written; 2 wrong usage;",
            "  3 a guest cannot run here, and the message says why."
        })
public final class BenchWatchCommand implements Benchmark {

    private static final int USUAL = 20;

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "Saves of each kind, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int times = USUAL;

    @Mixin
    private final JobsOption jobs = new JobsOption();

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws Exception {
        if (times < 1 || times > 1000) {
            throw LabException.usage("--times is a number from 1 to 1000, not " + times + ".");
        }
        return output.shown(screen -> report(screen, jobs.number(), times));
    }

    static BenchReport report(Screen screen) throws Exception {
        return report(screen, Grader.Wish.usualJobs(), USUAL);
    }

    private static BenchReport report(Screen screen, int jobs, int times) throws Exception {
        Grader grader = Graders.grader(screen, SlotAssignment.SLOT.editions().standard());
        Rubric rubric = SlotAssignment.SLOT
                .steps()
                .upTo(
                        SlotAssignment.SLOT.editions().standard().rubric(),
                        SlotAssignment.SLOT.steps().last());
        try {
            return Overview.ofWatching(screen.working(
                    "measuring",
                    progress -> WatchBenchmark.measure(grader, rubric.withoutBonus(), jobs, times, progress)));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }
}
