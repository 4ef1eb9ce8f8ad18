// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.messageslot.grading.Grade;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.guest.KernelSeries;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.setup.Preparation;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/** Gets ready what judges a submission: the checks that count, and a grader with its guests and compilers. */
public final class Graders {

    private Graders() {}

    /** Gets a grader ready, with guests of the usual kernel. */
    public static Grader grader(Screen screen, Edition edition) throws Exception {
        return grader(screen, edition, GuestSetup.options().series());
    }

    /** Gets a grader ready, with guests of a kernel. */
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

    /** Installs what grading needs; without a sandbox where the sources are trusted. */
    public static void prepare(Screen screen, boolean yes, boolean trusting) {
        Preparation preparation = new Preparation(screen, yes);
        if (trusting) {
            preparation.forGuests();
        } else {
            preparation.forGrading();
        }
    }

    /** Gets compilers ready; those that trust have no sandbox. */
    public static StudentBuild compilers(Screen screen, boolean trusting) throws Exception {
        try {
            return screen.working(
                    "preparing compilers",
                    progress -> Grader.compilers(
                            SlotAssignment.SLOT, GuestSetup.options().series(), trusting, progress));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    /** Gets a grader ready that has its compilers. */
    static Grader grader(Screen screen, Edition chosen, StudentBuild compilers) throws Exception {
        try {
            return screen.working(
                    "preparing guests",
                    progress -> Grader.of(chosen, GuestSetup.options().series(), compilers, progress));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    /** Grades a submission, and tells how far it is. */
    static Grade grade(Screen screen, Grader grader, Path submission, Grader.Wish wish) throws Exception {
        int all = wish.rubric().checks().size();
        AtomicInteger done = new AtomicInteger();
        return screen.working("grading " + submission.getFileName(), progress -> {
            Consumer<String> listener = id -> progress.accept(
                    "grading " + submission.getFileName() + ", " + done.incrementAndGet() + " of " + all + " checks");
            try {
                return grader.grade(submission, wish, screen.terminal() ? listener : id -> {});
            } catch (IOException e) {
                throw LabException.missing(String.valueOf(e.getMessage()));
            }
        });
    }
}
