// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.edition.Edition;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Steps;
import org.messageslot.guest.KernelSeries;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.setup.Preparation;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/** Gets ready what judges a submission: the checks that count, and a grader with its guests and compilers. */
public final class Graders {

    private Graders() {}

    /** Those of an edition's checks that are asked for; a check of an optional step needs only be named. */
    public static Rubric rubric(Edition chosen, Set<String> only, @Nullable Integer upTo) throws DataFileException {
        Steps steps = Steps.standard();
        int named = only.isEmpty() ? steps.last() : steps.all().size();
        Rubric all = chosen.rubricFor(upTo == null ? named : upTo);
        Rubric wanted = only.isEmpty() ? all : all.only(only);
        return upTo == null ? wanted : steps.upTo(wanted, upTo);
    }

    public static Grader grader(Screen screen, Edition edition) throws Exception {
        return grader(screen, edition, GuestSetup.options().series());
    }

    public static Grader grader(Screen screen, Edition edition, KernelSeries series) throws Exception {
        return grader(screen, edition, series, false);
    }

    /** Gets a grader ready; one that trusts compiles without a sandbox. */
    public static Grader grader(Screen screen, Edition edition, KernelSeries series, boolean trusting)
            throws Exception {
        prepare(screen, false, trusting);
        try {
            return screen.working(
                    "preparing guests and compilers",
                    progress -> trusting
                            ? Grader.trusting(edition, series, progress)
                            : Grader.of(edition, series, progress));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    static void prepare(Screen screen, boolean yes, boolean trusting) {
        Preparation preparation = new Preparation(screen, yes);
        if (trusting) {
            preparation.forGuests();
        } else {
            preparation.forGrading();
        }
    }
}
