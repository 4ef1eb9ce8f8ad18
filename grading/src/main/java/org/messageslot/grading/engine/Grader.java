// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Run;
import org.messageslot.grading.Status;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Assignment;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.assignment.Explainer;
import org.messageslot.grading.assignment.OtherBuilds;
import org.messageslot.grading.replay.Journal;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.submission.Build;
import org.messageslot.grading.submission.OwnLines;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.submission.Sandbox;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.grading.trial.Candidate;
import org.messageslot.grading.trial.Exam;
import org.messageslot.grading.trial.Examination;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.KernelTree;

/**
 * Grades submissions: opens, builds, examines, scores.
 *
 * <pre>{@code
 * Grader grader = Grader.of(assignment.editions().standard(), KernelSeries.V6_1, step -> {});
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
     * Says how one submission is to be graded.
     *
     * @param rubric the checks; the edition's, or some of them
     * @param jobs how many guests run at a time, 1 to 64
     * @param seed what names, order and contents vary by, 0 to {@link Run#MAX_SEED}
     * @param logs whether what the kernel logged is kept of checks that pass, too
     * @param coverage whether it is counted which lines of the module the checks reach, which takes as long again
     */
    public record Wish(Rubric rubric, int jobs, long seed, boolean logs, boolean coverage) {

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

        /** Wishes for no lines to be counted. */
        public Wish(Rubric rubric, int jobs, long seed, boolean logs) {
            this(rubric, jobs, seed, logs, false);
        }

        /** Wishes for the logs of checks that do not pass only, and for no lines to be counted. */
        public Wish(Rubric rubric, int jobs, long seed) {
            this(rubric, jobs, seed, false);
        }

        /** {@return the same, with lines counted or not} */
        public Wish withCoverage(boolean counted) {
            return new Wish(rubric, jobs, seed, logs, counted);
        }

        /**
         * {@return one guest more than there are processors, 1 to {@link #MAX_JOBS}}
         *
         * <p>Some wait: for a call that does not return, for a guest to end. Processors should not wait with them.
         */
        public static int usualJobs() {
            return Math.min(MAX_JOBS, Runtime.getRuntime().availableProcessors() + 1);
        }

        /**
         * Wishes for all checks of an edition, with the usual number of guests, and seed 0.
         *
         * @param edition the edition
         * @return the wish
         */
        public static Wish all(Edition edition) {
            return new Wish(edition.rubric(), usualJobs(), 0);
        }
    }

    /**
     * Gets ready: guests and compilers. Builds are kept in the user's cache.
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
     * Gets ready, with a place of one's own for builds.
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
        return new Grader(
                edition,
                stock,
                StudentBuild.against(stock.kernel(), cache, edition.assignment().artifacts(), progress));
    }

    /**
     * Gets ready to grade what somebody answers for: compilers run without a sandbox, as this user, and every grade says so.
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
        return of(edition, series, compilers(edition.assignment(), series, true, progress), progress);
    }

    /**
     * Gets ready with compilers that are ready already: to compile first, and to prepare guests only for what compiles.
     *
     * @param edition the assignment
     * @param series the kernel of the guests
     * @param compilers those of {@link #compilers} for the same kernel
     * @param progress is told, in a few words each, what takes over a second
     * @return a grader
     * @throws UngradableException if there can be no guests on this machine; its message says what to do
     */
    public static Grader of(Edition edition, KernelSeries series, StudentBuild compilers, Consumer<String> progress)
            throws UngradableException {
        return new Grader(edition, GuestStock.of(series, progress), compilers);
    }

    /**
     * Gets the compilers ready alone, which takes no guest.
     *
     * @param assignment what is compiled
     * @param series the kernel that modules are built for
     * @param trusting whether they run without a sandbox, because somebody answers for the sources
     * @param progress is told, in a few words each, what takes over a second
     * @return what builds submissions
     * @throws UngradableException if this machine cannot build; its message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static StudentBuild compilers(
            Assignment assignment, KernelSeries series, boolean trusting, Consumer<String> progress)
            throws UngradableException, InterruptedException {
        try {
            KernelTree kernel = KernelTree.of(series, progress);
            return StudentBuild.against(
                    kernel.headers(),
                    StudentBuild.cache(),
                    trusting ? Sandbox.ofTrusted(kernel, progress) : Sandbox.of(kernel, progress),
                    assignment.artifacts());
        } catch (IOException e) {
            throw new UngradableException("There are no kernel headers to build with: " + e.getMessage(), e);
        }
    }

    /** {@return the assignment} */
    public Edition edition() {
        return edition;
    }

    /**
     * Tells what grades depend on besides submissions.
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
     * Grades a submission.
     *
     * @param path a folder or an archive
     * @param wish which checks, and how
     * @param done is told the id of each check that is done, by several threads
     * @return the grade
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if this machine cannot read the path
     */
    public Grade grade(Path path, Wish wish, Consumer<String> done) throws InterruptedException, IOException {
        return grade(path, wish, done, new Semaphore(wish.jobs()));
    }

    /**
     * Grades a submission with guests that are shared with others.
     *
     * @param path a folder or an archive
     * @param wish which checks, and how
     * @param done is told the id of each check that is done, by several threads
     * @param guests how many guests may run at a time, of all submissions that share them
     * @return the grade
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if this machine cannot read the path
     */
    public Grade grade(Path path, Wish wish, Consumer<String> done, Semaphore guests)
            throws InterruptedException, IOException {
        return grade(path, wish, new Thorough(done, null, guests));
    }

    /**
     * Compiles a submission ahead of its grading, which then finds what was built.
     *
     * @param path a folder or an archive
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if it cannot be read; grading it says so, too
     * @throws UngradableException if this machine cannot build
     */
    public void compile(Path path) throws InterruptedException, IOException, UngradableException {
        builder.of(Submission.open(path, edition.assignment().artifacts()));
    }

    /**
     * Runs one check of a submission, and notes what it does.
     *
     * @param path a folder or an archive
     * @param wish that check
     * @param journal where its acts are noted
     * @return the grade
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if this machine cannot read the path
     */
    public Grade recorded(Path path, Wish wish, Journal journal) throws InterruptedException, IOException {
        return grade(path, wish, new Thorough(id -> {}, journal, new Semaphore(wish.jobs())));
    }

    /** How a submission is examined. */
    interface ExamMethod {
        Exam exam(Candidate candidate, long seed) throws UngradableException, InterruptedException;

        List<Judged> examined(Exam exam, Wish wish) throws InterruptedException;

        /** Adds to a grade what can be said of it without its exam's guests. */
        default Grade finished(Grade grade, Submission submission, Exam exam, Wish wish) throws InterruptedException {
            return grade;
        }
    }

    /** Each check in a kernel of its own: what counts. */
    private final class Thorough implements ExamMethod {

        private final Consumer<String> done;
        private final @Nullable Journal journal;
        private final Semaphore guests;

        Thorough(Consumer<String> done, @Nullable Journal journal, Semaphore guests) {
            this.done = done;
            this.journal = journal;
            this.guests = guests;
        }

        @Override
        public Exam exam(Candidate candidate, long seed) throws UngradableException, InterruptedException {
            guests.acquire();
            try {
                Exam exam = Exam.of(candidate, edition, stock, seed).sharing(guests);
                return journal == null ? exam : exam.recordedIn(journal);
            } finally {
                guests.release();
            }
        }

        @Override
        public List<Judged> examined(Exam exam, Wish wish) throws InterruptedException {
            return new Examination(exam, wish.rubric(), wish.jobs(), (id, outcome) -> done.accept(id)).run();
        }

        @Override
        public Grade finished(Grade grade, Submission submission, Exam exam, Wish wish) throws InterruptedException {
            Grade explained = explained(grade, exam);
            LineCounting counting = new LineCounting(edition, stock, builder, guests);
            return wish.coverage()
                    ? explained.withCoverage(counting.of(submission, exam.candidate(), wish))
                    : explained;
        }

        private Grade explained(Grade grade, Exam exam) throws InterruptedException {
            Optional<Explainer> explainer = edition.assignment().explainer();
            Optional<OtherBuilds> builds = exam.otherBuilds();
            if (explainer.isEmpty() || builds.isEmpty() || journal != null) {
                return grade;
            }
            guests.acquire();
            try {
                Explaining explaining = new Explaining(
                        explainer.get()::mayExplain, failures -> explainer.get().explain(builds.get(), failures));
                return explaining.of(grade, exam.scripts());
            } finally {
                guests.release();
            }
        }
    }

    /** {@return what builds submissions for it} */
    StudentBuild compilers() {
        return builder;
    }

    Grade grade(Path path, Wish wish, ExamMethod way) throws InterruptedException, IOException {
        Scoring scoring = new Scoring(wish.rubric());
        Run run = run(wish.rubric(), wish.seed());
        Submission submission;
        try {
            submission = Submission.open(path, edition.assignment().artifacts());
        } catch (SubmissionException e) {
            return scoring.grade(unreadable(path, e), run, List.of(), none(wish.rubric(), e), List.of());
        } catch (RuntimeException | StackOverflowError e) {
            return scoring.ungradable(
                    Submitted.unread(String.valueOf(path.getFileName())),
                    run,
                    FaultBundle.of(e, run, path).sentence());
        }
        try {
            return grade(submission, wish, run, way);
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
     * Keeps what a submission was built to: module and programs.
     *
     * @param path the submission
     * @param folder where to; made if it is not there
     * @throws IOException if a file cannot be copied
     * @throws UngradableException if it cannot be built here
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public void keepBuild(Path path, Path folder) throws IOException, UngradableException, InterruptedException {
        Build build = builder.of(Submission.open(path, edition.assignment().artifacts()));
        Files.createDirectories(folder);
        for (Optional<Path> made : built(build)) {
            if (made.isPresent()) {
                Path to = folder.resolve(made.get().getFileName());
                Files.copy(made.get(), to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<Optional<Path>> built(Build build) {
        List<Optional<Path>> built = new ArrayList<>(List.of(build.module()));
        build.artifacts().programs().forEach(program -> built.add(build.program(program)));
        return built;
    }

    private Grade grade(Submission submission, Wish wish, Run run, ExamMethod way)
            throws UngradableException, InterruptedException, IOException {
        long start = System.nanoTime();
        Build build = builder.of(submission);
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        Candidate candidate = Candidate.of(build, new Candidate.Origin(submission, builder), edition.programs())
                .showing(OwnLines.of(build, submission, builder.sandbox()));
        try (Exam exam = way.exam(candidate, wish.seed())) {
            List<Judged> judged = way.examined(wish.logs() ? exam.withLogs() : exam, wish);
            List<String> troubles = exam.faults().stream()
                    .limit(1)
                    .map(fault -> FaultBundle.of(fault, run, submission).sentence())
                    .toList();
            Grade grade = new Scoring(wish.rubric())
                    .grade(
                            submission.submitted(submission.name(), build.remarks()),
                            run,
                            results(build, milliseconds),
                            judged,
                            troubles);
            return way.finished(grade, submission, exam, wish);
        }
    }

    private List<BuildResult> results(Build build, long milliseconds) {
        List<BuildResult> results = new ArrayList<>();
        List<Role> roles = new ArrayList<>(List.of(build.artifacts().module()));
        for (Role program : build.artifacts().programs()) {
            roles.add(Candidate.source(build.artifacts(), build.parts(), program, edition.programs()));
        }
        for (Role role : roles) {
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
