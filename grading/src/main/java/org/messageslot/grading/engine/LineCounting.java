// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.messageslot.grading.CoveredFile;
import org.messageslot.grading.SourceCoverage;
import org.messageslot.grading.Status;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.lines.CountedModule;
import org.messageslot.grading.submission.Build;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.trial.Candidate;
import org.messageslot.grading.trial.Counters;
import org.messageslot.grading.trial.Exam;
import org.messageslot.grading.trial.Examination;
import org.messageslot.grading.trial.GuestStock;

/**
 * Runs the checks once more, at a module that counts its lines. What they come to then decides nothing, and whatever goes wrong costs
 * nobody anything.
 *
 * @param edition by which edition
 * @param stock in which guests
 * @param builder what builds for them
 * @param guests how many of them may run at a time
 */
record LineCounting(Edition edition, GuestStock stock, StudentBuild builder, Semaphore guests) {

    private static final String BUT = ", which says nothing about the module";

    /**
     * Counts.
     *
     * @param submission what was handed in
     * @param candidate what was judged of it
     * @param wish by which checks
     * @return which lines they reach; or why that is not known
     */
    SourceCoverage of(Submission submission, Candidate candidate, Grader.Wish wish) throws InterruptedException {
        try {
            if (candidate.module().isEmpty()) {
                return SourceCoverage.none("The module did not build, so no lines were counted.");
            }
            Build build = builder.counting(submission);
            Optional<CountedModule> module = CountedModule.of(build, submission);
            return module.isPresent()
                    ? counted(module.get(), candidate.withModule(module.get().image()), wish)
                    : SourceCoverage.none("The module does not build so that its lines are counted" + BUT + ": "
                            + build.part(submission.artifacts().module()).complaint());
        } catch (UngradableException | IOException e) {
            return SourceCoverage.none("Lines cannot be counted: " + e.getMessage());
        } catch (RuntimeException e) {
            return SourceCoverage.none("Lines cannot be counted" + BUT + ": " + e.getMessage() + ".");
        }
    }

    private SourceCoverage counted(CountedModule module, Candidate candidate, Grader.Wish wish)
            throws UngradableException, InterruptedException {
        Counters counters = new Counters();
        try (Exam exam = exam(candidate, wish.seed()).counting(counters)) {
            if (!exam.loading().loaded()) {
                return SourceCoverage.none("No lines were counted, because with counters in it the module fails" + BUT
                        + ": " + exam.loading().sentence());
            }
            new Examination(exam, wish.rubric(), wish.jobs(), (id, outcome) -> {}).run();
            return covered(module.files(counters), exam);
        }
    }

    private Exam exam(Candidate candidate, long seed) throws UngradableException, InterruptedException {
        guests.acquire();
        try {
            return Exam.of(candidate, edition, stock, seed).sharing(guests).withoutShortening();
        } finally {
            guests.release();
        }
    }

    private static SourceCoverage covered(List<CoveredFile> files, Exam exam) {
        List<String> remarks = new ArrayList<>();
        long lost = exam.findings().values().stream()
                .filter(finding -> isLost(finding.body().status())
                        || finding.unloading()
                                .filter(end -> isLost(end.status()))
                                .isPresent())
                .count();
        if (files.isEmpty()) {
            remarks.add("Nothing that the compiler counts lies in the files that were handed in.");
        }
        if (lost > 0) {
            remarks.add((lost == 1 ? "1 check" : lost + " checks")
                    + " ended with the kernel; what was reached there is not counted.");
        }
        return new SourceCoverage(remarks, files);
    }

    private static boolean isLost(Status status) {
        return status == Status.CRASHED || status == Status.HUNG;
    }
}
