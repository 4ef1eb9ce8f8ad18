// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Run;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.assignment.Assignment;
import org.messageslot.grading.course.cache.GradeCache;
import org.messageslot.grading.course.cache.GradingConditions;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.grading.trial.CheckMethods;

/**
 * Grades a class: several submissions at a time, equal ones once, finished ones not again. The next ones are compiled meanwhile, so
 * that no guest waits for a compiler.
 *
 * <p>A grade is kept the moment it is finished. Whoever is killed and started again goes on with what is left. Not
 * thread-safe, but two processes may grade the same class.
 */
public final class ClassGrading {

    private final Examiner examiner;
    private final Assignment assignment;
    private final Rubric rubric;
    private final Run run;
    private final GradeCache cache;
    private final int parallel;

    /** Grades one submission; the grader, but for tests. */
    public interface Examiner {

        /**
         * Grades a submission, and tells of each check that has ended.
         *
         * @param submission a folder or an archive
         * @param checks the checks to run
         * @param ended is told the id of each check, by several threads
         * @return the grade
         * @throws InterruptedException if the thread is interrupted meanwhile
         * @throws IOException if this machine cannot read the submission
         */
        Grade grade(Path submission, Rubric checks, Consumer<String> ended) throws InterruptedException, IOException;

        /**
         * Does for a submission what takes no guest, before its turn comes. It is done again, or found, when it is graded.
         *
         * @param submission a folder or an archive
         * @throws InterruptedException if the thread is interrupted meanwhile
         * @throws IOException if it cannot be read
         * @throws UngradableException if this machine cannot
         */
        default void prepare(Path submission) throws InterruptedException, IOException, UngradableException {}
    }

    /** Is told how it goes on, by several threads, one at a time. */
    public interface ClassListener {

        /**
         * All submissions were opened, and those reported that were graded before.
         *
         * @param submissions how many are to be graded now, equal ones counted once
         */
        default void opened(int submissions) {}

        /**
         * A submission's grading goes on.
         *
         * @param handing the submission
         * @param part how much of it is done, 0 to 1
         */
        default void advanced(Handing handing, double part) {}

        /**
         * A submission's grading has begun.
         *
         * @param handing the submission
         */
        void started(Handing handing);

        /**
         * A submission is graded.
         *
         * @param graded it and its grade
         * @throws IOException if the grade cannot be reported; grading stops then
         */
        void finished(Graded graded) throws IOException;
    }

    /** Submissions of equal content. */
    private record Equal(String content, List<Handing> handings, int remarks) {
        Handing one() {
            return handings.get(0);
        }
    }

    /**
     * Gets ready.
     *
     * @param examiner grades one submission
     * @param assignment what they are submissions of
     * @param rubric the checks that count
     * @param run what grades depend on besides submissions
     * @param cache where finished grades are kept
     * @param parallel how many submissions are graded at a time, at least 1
     */
    public ClassGrading(
            Examiner examiner, Assignment assignment, Rubric rubric, Run run, GradeCache cache, int parallel) {
        this.examiner = examiner;
        this.assignment = assignment;
        this.rubric = rubric;
        this.run = run;
        this.cache = cache;
        this.parallel = parallel;
    }

    /**
     * Gets ready, with a grader.
     *
     * @param grader grades each submission
     * @param rubric the checks that count
     * @param seed what they vary by, 0 to {@link Run#MAX_SEED}
     * @param guests how many guests run at a time, at least 1, of all submissions; as many submissions at a time
     * @param submissions how many there are, at least 1
     * @param cache the folder of finished grades; made when it is needed
     * @return what grades the class
     * @throws IOException if the kit's own files cannot be read
     */
    public static ClassGrading of(Grader grader, Rubric rubric, long seed, int guests, int submissions, Path cache)
            throws IOException {
        Run run = grader.run(rubric, seed);
        return new ClassGrading(
                new Sharing(grader, seed, guests),
                grader.edition().assignment(),
                rubric,
                run,
                new GradeCache(cache, GradingConditions.of(grader.edition(), rubric, seed, run.kernelRelease())),
                Math.min(guests, submissions));
    }

    /** Lets all submissions share the guests, so that the last ones use all of them. */
    private static final class Sharing implements Examiner {

        /** More at a time wait for each other. */
        private static final int MOST_EACH = 8;

        private final Grader grader;
        private final long seed;
        private final int each;
        private final Semaphore guests;

        Sharing(Grader grader, long seed, int guests) {
            this.grader = grader;
            this.seed = seed;
            this.each = Math.min(guests, MOST_EACH);
            this.guests = new Semaphore(guests, true);
        }

        @Override
        public Grade grade(Path submission, Rubric checks, Consumer<String> ended)
                throws InterruptedException, IOException {
            return grader.grade(submission, new Grader.Wish(checks, each, seed), ended, guests);
        }

        @Override
        public void prepare(Path submission) throws InterruptedException, IOException, UngradableException {
            grader.compile(submission);
        }
    }

    /** {@return what the grades depend on besides submissions} */
    public Run run() {
        return run;
    }

    /**
     * Grades a class.
     *
     * @param handings the submissions
     * @param again what is graded again although it is finished
     * @param progress is told how it goes on
     * @return every submission with its grade, in the same order
     * @throws IOException if grades cannot be kept or reported, the disk being full for example; what was finished stays
     * @throws InterruptedException if the thread is interrupted meanwhile; what was finished stays
     */
    public List<Graded> grade(List<Handing> handings, Again again, ClassListener progress)
            throws IOException, InterruptedException {
        GradeCache.sweep(cache.root());
        Map<Handing, Submitted> own = new HashMap<>();
        Map<String, Graded> done = new HashMap<>();
        List<Equal> open = new ArrayList<>();
        for (Equal equal : equals(handings, own)) {
            if (again.checks().isEmpty() && equal.handings().stream().anyMatch(again::means)) {
                cache.forget(equal.content());
            }
            Optional<Grade> known = equal.content().isEmpty() ? Optional.empty() : cache.find(equal.content());
            boolean partly =
                    !again.checks().isEmpty() && equal.handings().stream().anyMatch(again::means);
            if (known.isPresent() && !partly) {
                for (Graded graded : each(equal, known.get(), own, true)) {
                    done.put(graded.handing().key(), graded);
                    progress.finished(graded);
                }
            } else {
                open.add(equal);
            }
        }
        progress.opened(open.size());
        inParallel(open, again, own, done, progress);
        return handings.stream()
                .map(handing -> Objects.requireNonNull(done.get(handing.key())))
                .toList();
    }

    /** Opens each submission, keeps what it is, and lets go of its files. */
    private List<Equal> equals(List<Handing> handings, Map<Handing, Submitted> own) {
        Map<String, Equal> byContent = new LinkedHashMap<>();
        for (Handing handing : handings) {
            String content = "";
            int remarks = 0;
            Submitted submitted = Submitted.unread(handing.student());
            try {
                Submission submission = Submission.open(handing.path(), assignment.artifacts());
                submitted = submission.submitted(handing.student(), List.of());
                content = submission.sha256();
                remarks = submission.remarks().size();
            } catch (SubmissionException e) {
                submitted = submitted.withRemarks(List.of(String.valueOf(e.getMessage())));
            } catch (IOException | RuntimeException | StackOverflowError e) {
                content = ""; // Whoever grades it meets the same, and says so.
            }
            own.put(handing, submitted);
            String key = content.isEmpty() ? "unreadable " + handing.key() : content;
            Equal equal = new Equal(content, new ArrayList<>(), remarks);
            byContent.computeIfAbsent(key, absent -> equal).handings().add(handing);
        }
        return List.copyOf(byContent.values());
    }

    private void inParallel(
            List<Equal> open,
            Again again,
            Map<Handing, Submitted> own,
            Map<String, Graded> done,
            ClassListener progress)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        ExecutorService ahead = Executors.newSingleThreadExecutor();
        try {
            CompletionService<List<Graded>> service = new ExecutorCompletionService<>(threads);
            AtomicBoolean failed = new AtomicBoolean();
            Semaphore room = new Semaphore(2 * parallel);
            Callable<@Nullable Void> prepare = () -> {
                for (Equal equal : open) {
                    room.acquire();
                    prepare(equal);
                    service.submit(() -> {
                        room.release();
                        // What waits must not begin while a failure is on its way to whoever ends the threads.
                        return failed.get() ? List.of() : gradedAndReported(equal, again, own, progress, failed);
                    });
                }
                return null;
            };
            Future<@Nullable Void> prepared = ahead.submit(prepare);
            for (int i = 0; i < open.size(); i++) {
                next(service, prepared)
                        .get()
                        .forEach(one -> done.put(one.handing().key(), one));
            }
            prepared.get();
        } catch (ExecutionException e) {
            throw cause(e);
        } finally {
            ahead.shutdownNow();
            threads.shutdownNow();
            ahead.awaitTermination(1, TimeUnit.MINUTES);
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    /** Waits for what is graded next; nothing more would come if preparing had failed. */
    private static Future<List<Graded>> next(CompletionService<List<Graded>> service, Future<?> prepared)
            throws InterruptedException, ExecutionException {
        for (; ; ) {
            Future<List<Graded>> graded = service.poll(1, TimeUnit.SECONDS);
            if (graded != null) {
                return graded;
            }
            if (prepared.isDone()) {
                prepared.get();
            }
        }
    }

    /** What goes wrong with it, grading it meets again, and says so. */
    private void prepare(Equal equal) throws InterruptedException {
        try {
            examiner.prepare(equal.one().path());
        } catch (IOException | UngradableException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return;
        }
    }

    private List<Graded> gradedAndReported(
            Equal equal, Again again, Map<Handing, Submitted> own, ClassListener progress, AtomicBoolean failed)
            throws IOException, InterruptedException {
        boolean reported = false;
        try {
            synchronized (progress) {
                progress.started(equal.one());
            }
            List<Graded> graded = each(equal, graded(equal, again, progress), own, false);
            synchronized (progress) {
                for (Graded one : graded) {
                    progress.finished(one);
                }
            }
            reported = true;
            return graded;
        } finally {
            if (!reported) {
                failed.set(true);
            }
        }
    }

    private static IOException cause(ExecutionException e) throws InterruptedException {
        if (e.getCause() instanceof InterruptedException) {
            throw new InterruptedException();
        }
        return e.getCause() instanceof IOException known
                ? known
                : new IOException("internal error: " + e.getCause(), e.getCause());
    }

    /** {@return the grade of a content, without whose it is; kept if it counts} */
    private Grade graded(Equal equal, Again again, ClassListener progress) throws InterruptedException, IOException {
        Optional<Grade> known = equal.content().isEmpty() ? Optional.empty() : cache.find(equal.content());
        Grade grade = known.isPresent() && !again.checks().isEmpty()
                ? withChecksAgain(equal, known.get(), again.checks(), progress)
                : nobodys(equal, examined(equal.one(), rubric, progress));
        if (!equal.content().isEmpty()) {
            cache.keep(equal.content(), grade);
        }
        return grade;
    }

    /** Grades; if the grader fails, once more, for guests fail on machines that are short of something for a moment. */
    private Grade examined(Handing handing, Rubric checks, ClassListener progress) throws InterruptedException {
        Grade grade = examinedOnce(handing, checks, progress);
        return grade.gradable() ? grade : examinedOnce(handing, checks, progress);
    }

    private Grade examinedOnce(Handing handing, Rubric checks, ClassListener progress) throws InterruptedException {
        AtomicInteger ended = new AtomicInteger();
        try {
            return examiner.grade(handing.path(), checks, id -> {
                double part = (double) ended.incrementAndGet() / checks.checks().size();
                synchronized (progress) {
                    progress.advanced(handing, Math.min(1, part));
                }
            });
        } catch (IOException e) {
            return ungradable(handing, checks, String.valueOf(e.getMessage()));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return ungradable(handing, checks, "The grader has a fault: " + e + "; please report it.");
        }
    }

    private Grade ungradable(Handing handing, Rubric checks, String because) {
        Submitted nothing = Submitted.unread(handing.student());
        return new Scoring(checks).ungradable(nothing, run, because);
    }

    private Grade withChecksAgain(Equal equal, Grade known, Set<String> checks, ClassListener progress)
            throws InterruptedException, IOException {
        Set<String> names = new HashSet<>(checks);
        CheckMethods.of(assignment).plainUnloading().flatMap(rubric::check).ifPresent(check -> names.add(check.id()));
        Map<String, Outcome> fresh = new HashMap<>();
        for (Verdict verdict : examined(equal.one(), only(names), progress).verdicts()) {
            fresh.put(verdict.id(), verdict.outcome());
        }
        List<Judged> judged = known.verdicts().stream()
                .map(verdict -> new Judged(
                        verdict.id(),
                        checks.contains(verdict.id())
                                ? fresh.getOrDefault(verdict.id(), verdict.outcome())
                                : verdict.outcome()))
                .toList();
        return new Scoring(rubric)
                .grade(known.submission(), run, known.builds(), judged, List.of())
                .withoutDurations();
    }

    private Rubric only(Set<String> names) throws IOException {
        try {
            return rubric.only(names);
        } catch (DataFileException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Takes out of a grade whose it is, and what depends on how the files were packed. */
    private static Grade nobodys(Equal equal, Grade grade) {
        List<String> remarks = grade.submission().remarks();
        int own = Math.min(equal.remarks(), remarks.size());
        List<String> ofBuild = equal.content().isEmpty() ? List.of() : remarks.subList(own, remarks.size());
        return grade.withoutDurations()
                .withSubmission(new Submitted("", equal.content(), List.of(), List.of(), List.of(), ofBuild));
    }

    private static List<Graded> each(Equal equal, Grade grade, Map<Handing, Submitted> own, boolean remembered) {
        return equal.handings().stream()
                .map(handing -> {
                    Submitted mine = Objects.requireNonNull(own.get(handing));
                    List<String> remarks = new ArrayList<>(mine.remarks());
                    remarks.addAll(grade.submission().remarks());
                    return new Graded(handing, grade.withSubmission(mine.withRemarks(remarks)), remembered);
                })
                .toList();
    }
}
