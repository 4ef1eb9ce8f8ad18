// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.variants;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.mutants.Mutant;
import org.messageslot.grading.slot.mutants.MutantFate;
import org.messageslot.grading.slot.mutants.MutantFate.MutantEnd;
import org.messageslot.grading.slot.mutants.MutantRun;
import org.messageslot.grading.slot.mutants.MutantsPage;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/** What {@code lab variants --mutate} prints and writes. */
final class MutantsScreen {

    private final Screen screen;

    MutantsScreen(Screen screen) {
        this.screen = screen;
    }

    /** Judges mutants of a right submission, shows which ones no check noticed, and returns what became of all. */
    List<MutantFate> show(Path folder, int count, long seed, int jobs) throws Exception {
        try {
            MutantRun run = screen.working(
                    "preparing guests and compilers",
                    progress -> MutantRun.of(
                            folder,
                            SlotAssignment.SLOT.editions().standard(),
                            GuestSetup.options().series(),
                            progress));
            List<Mutant> mutants = run.all(seed);
            AtomicInteger done = new AtomicInteger();
            List<MutantFate> fates = screen.working(
                    "judging up to " + count + " of " + mutants.size() + " mutants",
                    progress -> run.judge(
                            mutants,
                            count,
                            seed,
                            jobs,
                            fate -> progress.accept(done.incrementAndGet() + ": " + told(fate))));
            fates.stream()
                    .filter(fate -> fate.end().counts() && fate.end() != MutantEnd.NOTICED)
                    .forEach(this::print);
            screen.print(MutantsPage.summary(fates) + " Seed " + seed + ".");
            return fates;
        } catch (UngradableException | IOException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    private static String told(MutantFate fate) {
        return fate.mutant() + ": "
                + fate.end().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (fate.by().isEmpty() ? "" : ", " + fate.by());
    }

    private void print(MutantFate fate) {
        Mutant mutant = fate.mutant();
        screen.write(told(fate) + "\n  - " + mutant.before() + "\n  + " + mutant.after() + "\n");
    }
}
