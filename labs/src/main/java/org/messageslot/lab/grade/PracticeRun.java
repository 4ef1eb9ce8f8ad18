// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.messageslot.grading.Grade;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.engine.Practice;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Part.PartState;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.grading.trial.CheckMethods;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/**
 * {@code lab grade} for somebody who wants to know what works so far, and no score.
 *
 * @param screen where verdicts are printed
 * @param submission the folder or archive
 */
record PracticeRun(Screen screen, Path submission) {

    /** Compiles before any guest is prepared, and says what is wrong if a check needs a module that does not compile. */
    boolean isRefused(StudentBuild compilers, Rubric rubric) throws Exception {
        if (rubric.checks().stream()
                .noneMatch(check ->
                        CheckMethods.of(SlotAssignment.SLOT).needs(check.id()).contains(SlotArtifacts.MODULE))) {
            return false;
        }
        PracticeScreen shown = new PracticeScreen(screen, submission.toString(), false);
        try {
            Part module = screen.working(
                    "compiling " + submission.getFileName(),
                    progress -> compilers
                            .of(Submission.open(submission, SlotArtifacts.ALL), (part, remarks) -> {
                                if (part.state() == PartState.FAILED) {
                                    shown.compiled(part, remarks);
                                }
                            })
                            .part(SlotArtifacts.MODULE));
            if (module.state() == PartState.FAILED) {
                screen.print("Nothing was run. A grade all the same, with reports: --out DIR.");
                return true;
            }
        } catch (SubmissionException e) {
            return false; // The grade says so.
        } catch (UngradableException | IOException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
        return false;
    }

    /** Runs checks, and prints each verdict as it comes; {@return the exit code} */
    int run(Grader grader, Grader.Wish wish) throws Exception {
        PracticeScreen shown = new PracticeScreen(screen, submission.toString(), wish.logs());
        try (Practice practice = new Practice(grader)) {
            Optional<Grade> grade = practice.run(submission, wish, Set.of(), shown);
            if (grade.isPresent() && !grade.get().gradable()) {
                throw LabException.missing(String.join(" ", grade.get().ungradableBecause()));
            }
        } catch (SubmissionException e) {
            throw LabException.failed("there is nothing to run: " + e.getMessage());
        } catch (UngradableException | IOException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
        shown.conclude();
        return shown.allPassed() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
