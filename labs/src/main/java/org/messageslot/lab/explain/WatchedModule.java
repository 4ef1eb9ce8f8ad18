// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.referee.RefereeException;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.Watched;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.guest.KernelSeries;
import org.messageslot.lab.grade.Graders;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/** Builds modules with the referee in them, and finds scenarios by their names. */
public final class WatchedModule {

    private WatchedModule() {}

    /**
     * Builds the module of a submission. What is missing on this machine is installed first, or named.
     *
     * @param submission a folder or an archive
     * @param screen told what takes long
     * @return the module
     * @throws LabException if there is none, or it does not build this way; the message says why
     * @throws Exception if the thread is interrupted meanwhile
     */
    public static Watched of(Path submission, Screen screen) throws Exception {
        Graders.prepare(screen, false, false);
        return explained(() -> {
            Submission opened = open(submission);
            KernelSeries series = GuestSetup.options().series();
            StudentBuild compilers = Graders.compilers(screen, false);
            GuestStock stock = screen.working("preparing the guest", progress -> GuestStock.of(series, progress));
            return screen.working("building the module", progress -> Watched.of(opened, compilers, stock));
        });
    }

    private static Submission open(Path submission) {
        try {
            return Submission.open(submission, SlotArtifacts.ALL);
        } catch (IOException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    /** Work with a module that is watched. */
    public interface WatchedWork<T> {

        /**
         * Works.
         *
         * @return what came of it
         * @throws Exception if it fails
         */
        T run() throws Exception;
    }

    /**
     * Works with a module that is watched; what fails is one sentence.
     *
     * @param work what is done
     * @param <T> what comes of it
     * @return what came of it
     * @throws LabException if this machine is at fault, or the module cannot be watched
     * @throws Exception if it fails otherwise
     */
    public static <T> T explained(WatchedWork<T> work) throws Exception {
        try {
            return work.run();
        } catch (UngradableException | RefereeException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Finds a scenario.
     *
     * @param name its name
     * @return the scenario
     * @throws LabException if there is none of that name; the message says which there are
     */
    public static Scenario scenario(String name) {
        return Scenario.named(name)
                .orElseThrow(() -> LabException.usage("There is no scenario " + name + "; there are "
                        + Scenario.all().stream().map(Scenario::name).collect(Collectors.joining(", ")) + "."));
    }
}
