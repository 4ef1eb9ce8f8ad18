// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Run;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.trial.RunParameters;
import org.messageslot.guest.GuestOptions;

/**
 * The submission that a run of JUnit is about, as the run's parameters say, with what grades it: the same that {@code lab grade}
 * does.
 *
 * <p>Thread-safe.
 */
public final class SubmissionUnderTest {

    /** The parameter that names the submission: a folder or an archive. */
    public static final String SUBMISSION = "slot.submission";

    /** The parameter that names checks and groups, with a comma between two; all checks if it is not given. */
    public static final String CHECK = "slot.check";

    /** The parameter that names the edition; the standard one if it is not given. */
    public static final String EDITION = "slot.edition";

    /** The parameter that names the seed; 0 if it is not given. */
    public static final String SEED = "slot.seed";

    /** The parameter that names the folder in which the run was asked for, which Maven runs no tests in. */
    private static final String FROM = "messageslot.from";

    private final Path path;
    private final Edition edition;
    private final Rubric rubric;
    private final long seed;
    private final Grader grader;

    private SubmissionUnderTest(Path path, Edition edition, Rubric rubric, long seed, Grader grader) {
        this.path = path;
        this.edition = edition;
        this.rubric = rubric;
        this.seed = seed;
        this.grader = grader;
    }

    /**
     * Tells why no submission is judged in a run.
     *
     * @param parameters the run's
     * @return a sentence that says what to do; empty if the run names a submission
     */
    public static Optional<String> obstacle(RunParameters parameters) {
        return parameters.find(SUBMISSION).isPresent()
                ? Optional.empty()
                : Optional.of("Nothing is judged: say which submission, as in -D" + SUBMISSION + "=ex3.");
    }

    /**
     * Finds the submission and the checks that a run names, and gets ready to grade.
     *
     * @param parameters the run's
     * @return the submission
     * @throws IllegalArgumentException if a parameter names something that is not there; the message says what to do
     * @throws UngradableException if this machine cannot grade; the message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static SubmissionUnderTest of(RunParameters parameters) throws UngradableException, InterruptedException {
        Path path = path(parameters);
        Edition edition = edition(parameters);
        Rubric rubric = rubric(edition, parameters.find(CHECK).map(List::of).orElse(List.of()));
        long seed = seed(parameters);
        Grader grader = Grader.of(edition, GuestOptions.standard().series(), System.err::println);
        return new SubmissionUnderTest(path, edition, rubric, seed, grader);
    }

    private static Path path(RunParameters parameters) {
        String named = parameters.find(SUBMISSION).orElse("");
        Path path = Path.of(parameters.find(FROM).orElse("")).resolve(named).toAbsolutePath();
        if (named.isEmpty() || !Files.exists(path)) {
            throw wrong(SUBMISSION, "there is no " + path + "; give the path of a folder or an archive.");
        }
        return path;
    }

    private static Edition edition(RunParameters parameters) {
        try {
            return SlotAssignment.SLOT.editions().find(parameters.find(EDITION).orElse(SlotAssignment.DEFAULT_EDITION));
        } catch (DataFileException e) {
            throw wrong(EDITION, e.getMessage() + ".");
        }
    }

    private static Rubric rubric(Edition edition, List<String> named) {
        Set<String> names = new LinkedHashSet<>();
        named.forEach(list -> names.addAll(List.of(list.strip().split("\\s*,\\s*"))));
        try {
            return edition.rubricOf(names);
        } catch (DataFileException e) {
            throw wrong(CHECK, e.getMessage() + ".");
        }
    }

    private static long seed(RunParameters parameters) {
        String seed = parameters.find(SEED).orElse("0");
        try {
            long number = Long.parseLong(seed);
            if (number >= 0 && number <= Run.MAX_SEED) {
                return number;
            }
        } catch (NumberFormatException e) {
            // It is none, as is said below.
        }
        throw wrong(SEED, "a seed is a number from 0 to " + Run.MAX_SEED + ", not " + seed + ".");
    }

    private static IllegalArgumentException wrong(String parameter, String sentence) {
        return new IllegalArgumentException(parameter + ": " + sentence);
    }

    /** {@return the command that repeats a check, without the check's id} */
    String repeating() {
        return "./lab repro " + path;
    }

    /**
     * Grades the submission by the checks that the run names.
     *
     * @return the grade
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if this machine cannot read the submission
     */
    public Grade grade() throws InterruptedException, IOException {
        return grade(rubric);
    }

    /**
     * Grades the submission by one check, whatever the run names.
     *
     * @param id the check's id
     * @return the grade
     * @throws IllegalArgumentException if the edition has no such check
     * @throws InterruptedException if the thread is interrupted meanwhile
     * @throws IOException if this machine cannot read the submission
     */
    Grade grade(String id) throws InterruptedException, IOException {
        return grade(rubric(edition, List.of(id)).onlyChecks(Set.of(id)));
    }

    private Grade grade(Rubric checks) throws InterruptedException, IOException {
        return grader.grade(path, new Grader.Wish(checks, Grader.Wish.usualJobs(), seed), id -> {});
    }
}
