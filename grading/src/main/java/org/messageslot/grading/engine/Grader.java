// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Oops;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Run;
import org.messageslot.grading.Status;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.edition.Edition;
import org.messageslot.grading.replay.Recording;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.submission.Build;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.submission.Sandbox;
import org.messageslot.grading.submission.SourceLines;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.grading.trial.Candidate;
import org.messageslot.grading.trial.Exam;
import org.messageslot.grading.trial.Examination;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.guest.KernelSeries;

/**
 * Grades submissions: opens, builds, examines, scores.
 *
 * <pre>{@code
 * Grader grader = Grader.of(Edition.standard(), KernelSeries.V6_1, step -> {});
 * Grade grade = grader.grade(Path.of("ex3_123456789.zip"), Grader.Wish.all(grader.edition()), check -> {});
 * }</pre>
 *
 * <p>Whatever keeps this machine from judging makes a grade that does not count, never an exception. Thread-safe.
 */
public final class Grader {

    /** The version of the kit, as grades name it. */
    public static final String KIT_VERSION = "1.0.0";

    private final Edition edition;
    private final GuestStock stock;
    private final StudentBuild builder;

    private Grader(Edition edition, GuestStock stock, StudentBuild builder) {
        this.edition = edition;
        this.stock = stock;
        this.builder = builder;
    }

    /**
     * How one submission is to be graded.
     *
     * @param rubric the checks; the edition's, or some of them
     * @param jobs how many guests run at a time, 1 to 64
     * @param seed what names, order and contents vary by, 0 to {@link Run#MAX_SEED}
     */
    public record Wish(Rubric rubric, int jobs, long seed) {

        /** The most guests at a time. */
        public static final int MAX_JOBS = 64;

        /**
         * Check the numbers.
         *
         * @throws IllegalArgumentException if one is out of its range
         */
        public Wish {
            if (jobs < 1 || jobs > MAX_JOBS) {
                throw new IllegalArgumentException(
                        "From 1 to " + MAX_JOBS + " guests run at a time, not " + jobs + ".");
            }
        }

        /** {@return as many guests as there are processors, 1 to {@link #MAX_JOBS}} */
        public static int oneForEachProcessor() {
            return Math.min(MAX_JOBS, Runtime.getRuntime().availableProcessors());
        }

        /**
         * Wish for all checks of an edition, with as many guests as there are processors, and seed 0.
         *
         * @param edition the edition
         * @return the wish
         */
        public static Wish all(Edition edition) {
            return new Wish(edition.rubric(), oneForEachProcessor(), 0);
        }
    }

    /**
     * Get ready: guests and compilers. Builds are kept in the user's cache.
     *
     * @param edition the assignment
     * @param series the kernel of the guests
     * @param progress is told, in a few words each, what takes over a second
     * @return a grader
     * @throws UngradableException if this machine cannot grade; its message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Grader of(Edition edition, KernelSeries series, Consumer<String> progress)
            throws UngradableException, InterruptedException {
        return of(edition, series, StudentBuild.cache(), progress);
    }

    /**
     * Get ready, with a place of one's own for builds.
     *
     * @param edition the assignment
     * @param series the kernel of the guests
     * @param cache a folder for builds
     * @param progress is told, in a few words each, what takes over a second
     * @return a grader
     * @throws UngradableException if this machine cannot grade; its message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Grader of(Edition edition, KernelSeries series, Path cache, Consumer<String> progress)
            throws UngradableException, InterruptedException {
        GuestStock stock = GuestStock.of(series, progress);
        return new Grader(edition, stock, StudentBuild.against(stock.kernel().headers(), cache));
    }

    /**
     * Get ready to grade what somebody answers for: compilers run without a sandbox, as this user, and every grade says so.
     *
     * @param edition the assignment
     * @param series the kernel of the guests
     * @param progress is told, in a few words each, what takes over a second
     * @return a grader
     * @throws UngradableException if this machine cannot grade; its message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Grader trusting(Edition edition, KernelSeries series, Consumer<String> progress)
            throws UngradableException, InterruptedException {
        GuestStock stock = GuestStock.of(series, progress);
        return new Grader(
                edition, stock, StudentBuild.against(stock.kernel().headers(), StudentBuild.cache(), Sandbox.none()));
    }

    /** {@return the assignment} */
    public Edition edition() {
        return edition;
    }

    /**
     * Tell what grades depend on besides submissions.
     *
     * @param rubric the checks that count
     * @param seed what they vary by, 0 to {@link Run#MAX_SEED}
     * @return the circumstances, as grades name them
     */
    public Run run(Rubric rubric, long seed) {
        return new Run(
                edition.name(),
                rubric.sha256(),
                seed,
                KIT_VERSION,
                stock.kernel().release());
    }

    /** {@return the guests} */
    public GuestStock stock() {
        return stock;
    }

    /**
     * Grade a submission.
     *
     * @param path a folder or an archive
     * @param wish which checks, and how
     * @param done is told the id of each check that is done, by several threads
     * @return the grade
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if this machine cannot read the path
     */
    public Grade grade(Path path, Wish wish, Consumer<String> done) throws InterruptedException, IOException {
        return grade(path, wish, done, Recording.off());
    }

    /**
     * Run one check of a submission, and note what it does.
     *
     * @param path a folder or an archive
     * @param wish that check
     * @param recording where its acts are noted
     * @return the grade
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if this machine cannot read the path
     */
    public Grade recorded(Path path, Wish wish, Recording recording) throws InterruptedException, IOException {
        return grade(path, wish, id -> {}, recording);
    }

    private Grade grade(Path path, Wish wish, Consumer<String> done, Recording recording)
            throws InterruptedException, IOException {
        Scoring scoring = new Scoring(wish.rubric());
        Run run = run(wish.rubric(), wish.seed());
        Submission submission;
        try {
            submission = Submission.open(path);
        } catch (SubmissionException e) {
            return scoring.grade(unreadable(path, e), run, List.of(), none(wish.rubric(), e), List.of());
        } catch (RuntimeException | StackOverflowError e) {
            return scoring.ungradable(
                    Submitted.unread(String.valueOf(path.getFileName())),
                    run,
                    FaultBundle.of(e, run, path).sentence());
        }
        try {
            return grade(submission, wish, run, done, recording);
        } catch (UngradableException e) {
            return scoring.ungradable(
                    submission.submitted(submission.name(), List.of()), run, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
            return scoring.ungradable(
                    submission.submitted(submission.name(), List.of()),
                    run,
                    FaultBundle.of(e, run, submission).sentence());
        }
    }

    /**
     * Keep what a submission was built to: module and programs.
     *
     * @param path the submission
     * @param folder where to; made if it is not there
     * @throws IOException if a file cannot be copied
     * @throws UngradableException if it cannot be built here
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public void keepBuild(Path path, Path folder) throws IOException, UngradableException, InterruptedException {
        Build build = builder.of(Submission.open(path));
        Files.createDirectories(folder);
        for (Optional<Path> made : List.of(build.module(), build.sender(), build.reader())) {
            if (made.isPresent()) {
                Path to = folder.resolve(made.get().getFileName());
                Files.copy(made.get(), to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Grade grade(Submission submission, Wish wish, Run run, Consumer<String> done, Recording recording)
            throws UngradableException, InterruptedException, IOException {
        long start = System.nanoTime();
        Build build = builder.of(submission);
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        List<Judged> judged = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        try (Exam exam = Exam.of(Candidate.of(build, edition.programs()), edition, stock, wish.seed())) {
            exam.recordedIn(recording);
            for (Judged one : new Examination(exam, wish.rubric(), wish.jobs(), done).run()) {
                judged.add(new Judged(one.id(), located(one.outcome(), build)));
            }
            exam.faults().stream()
                    .limit(1)
                    .forEach(fault ->
                            troubles.add(FaultBundle.of(fault, run, submission).sentence()));
        }
        return new Scoring(wish.rubric())
                .grade(
                        submission.submitted(submission.name(), build.remarks()),
                        run,
                        results(build, milliseconds),
                        judged,
                        troubles);
    }

    /** Adds the source line to a crash in the submission's own code. */
    private Outcome located(Outcome outcome, Build build) {
        Oops oops = outcome.oops();
        if (oops == null || oops.offset().isEmpty() || build.module().isEmpty()) {
            return outcome;
        }
        return new SourceLines(build.module().get(), builder.sandbox())
                .of(oops.function(), Long.decode(oops.offset()))
                .map(line -> outcome.withOops(new Oops(
                        oops.title(), oops.function(), oops.offset(), line.file(), line.number(), oops.meaning())))
                .orElse(outcome);
    }

    private List<BuildResult> results(Build build, long milliseconds) {
        List<BuildResult> results = new ArrayList<>();
        Role sender = Candidate.source(build.parts(), Role.SENDER, edition.programs());
        Role reader = Candidate.source(build.parts(), Role.READER, edition.programs());
        for (Role role : List.of(Role.MODULE, sender, reader)) {
            Part part = build.part(role);
            results.add(new BuildResult(role.fileName(), part.isBuilt(), part.words(), List.of(), milliseconds));
        }
        return results;
    }

    private static Submitted unreadable(Path path, SubmissionException e) {
        return Submitted.unread(String.valueOf(path.getFileName()))
                .withRemarks(List.of(String.valueOf(e.getMessage())));
    }

    private static List<Judged> none(Rubric rubric, SubmissionException e) {
        return rubric.checks().stream()
                .map(check -> new Judged(
                        check.id(), Outcome.without(Status.BUILD_FAILED, "Nothing to build: " + e.getMessage())))
                .toList();
    }
}
