// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Conditions;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.engine.Grader.Wish;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.submission.Artifacts;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Part.PartState;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.grading.trial.Candidate;
import org.messageslot.grading.trial.CheckMethods;
import org.messageslot.grading.trial.Exam;
import org.messageslot.grading.trial.Examination;
import org.messageslot.grading.trial.WarmGuests;

/**
 * Judges a module again and again while it is being written. Checks under plain conditions share a few guests, in which each loads
 * the module anew, so that an answer takes seconds; what it costs is that a mistake may show in the check after. A grade is what
 * {@link Grader} gives.
 *
 * <p>For one submission at a time. To be closed: its guests end then.
 */
public final class Practice implements AutoCloseable {

    private final Grader grader;
    private final WarmGuests guests;

    /**
     * Practises.
     *
     * @param grader with whose guests and compilers
     */
    public Practice(Grader grader) {
        this.grader = grader;
        this.guests = new WarmGuests(grader.stock());
    }

    /** Is told what comes of a module as soon as it is known, by several threads. */
    public interface PracticeListener {
        /**
         * Takes note of what the compiler made of the module.
         *
         * @param module the module, built or not
         * @param remarks whole sentences about it
         */
        void compiled(Part module, List<String> remarks);

        /**
         * Takes note of a check that has ended.
         *
         * @param check the check
         * @param outcome what it came to
         */
        void ended(CheckDescription check, Outcome outcome);
    }

    /**
     * Makes guests ahead, as many as checks run at a time.
     *
     * @param jobs how many
     * @throws UngradableException if there can be none; the message says what to do
     */
    public void warmUp(int jobs) throws UngradableException {
        guests.stockUp(jobs);
    }

    /**
     * Compiles a submission, and runs its checks if the module compiles: some first, then those that the usual mistakes fail, then
     * those under ordinary conditions, then the others.
     *
     * @param path a folder or an archive
     * @param wish which checks, and how
     * @param first ids of checks to run before all others
     * @param listener is told of what is known
     * @return all verdicts; empty if the module does not compile, or needs not be
     * @throws UngradableException if this machine cannot build; the message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if the path cannot be read; a {@link SubmissionException} if it is no submission
     */
    public Optional<Grade> run(Path path, Wish wish, Set<String> first, PracticeListener listener)
            throws UngradableException, InterruptedException, IOException {
        Part module = compiled(path, listener);
        if (module.state() == PartState.FAILED) {
            return Optional.empty();
        }
        return Optional.of(grader.grade(path, wish, new InWarmGuests(first, listener)));
    }

    private Part compiled(Path path, PracticeListener listener)
            throws UngradableException, InterruptedException, IOException {
        Artifacts artifacts = grader.edition().assignment().artifacts();
        return grader.compilers()
                .of(Submission.open(path, artifacts), listener::compiled)
                .part(artifacts.module());
    }

    @Override
    public void close() {
        guests.close();
    }

    private final class InWarmGuests implements Grader.ExamMethod {

        private final Set<String> first;
        private final PracticeListener listener;

        InWarmGuests(Set<String> first, PracticeListener listener) {
            this.first = first;
            this.listener = listener;
        }

        @Override
        public Exam exam(Candidate candidate, long seed) throws UngradableException {
            return Exam.inWarmGuests(candidate, grader.edition(), grader.stock(), guests, seed);
        }

        /** An examination leaves out what one before it has run. */
        @Override
        public List<Judged> examined(Exam exam, Wish wish) throws InterruptedException {
            examine(exam, wish.rubric().onlyChecks(first), 1);
            examine(
                    exam,
                    wish.rubric()
                            .onlyChecks(CheckMethods.of(grader.edition().assignment())
                                    .telling()),
                    wish.jobs());
            examine(exam, wish.rubric().onlyChecks(ordinary(wish.rubric())), wish.jobs());
            return examine(exam, wish.rubric(), wish.jobs());
        }

        private List<Judged> examine(Exam exam, Rubric rubric, int jobs) throws InterruptedException {
            return new Examination(
                            exam,
                            rubric,
                            jobs,
                            (id, outcome) -> rubric.check(id).ifPresent(check -> listener.ended(check, outcome)))
                    .run();
        }

        private static Set<String> ordinary(Rubric rubric) {
            return rubric.checks().stream()
                    .filter(check -> check.conditions() == Conditions.ORDINARY)
                    .map(CheckDescription::id)
                    .collect(Collectors.toSet());
        }
    }
}
