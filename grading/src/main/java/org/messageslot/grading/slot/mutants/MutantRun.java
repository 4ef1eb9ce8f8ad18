// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.mutants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Status;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.rubric.Group;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.mutants.MutantFate.MutantEnd;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.trial.Candidate;
import org.messageslot.grading.trial.Exam;
import org.messageslot.grading.trial.Examination;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.grading.trial.Program;
import org.messageslot.guest.KernelSeries;

/**
 * Changes a right submission at one place at a time, and sees which checks notice. Of each mutant, checks are run only until one
 * notices: those that ask one thing first.
 *
 * <p>Thread-safe.
 */
public final class MutantRun {

    private static final List<Role> SOURCES = List.of(SlotArtifacts.MODULE, SlotArtifacts.SENDER, SlotArtifacts.READER);

    private final Edition edition;
    private final GuestStock stock;
    private final StudentBuild builder;
    private final Map<String, String> files;
    private final Candidate original;

    private MutantRun(Edition edition, GuestStock stock, StudentBuild builder, Map<String, String> files)
            throws IOException, UngradableException, InterruptedException {
        this.edition = edition;
        this.stock = stock;
        this.builder = builder;
        this.files = files;
        this.original = built(files);
    }

    /**
     * Gets ready: guests and compilers.
     *
     * @param folder a right submission in C, whose files are called as the assignment says; programs that are not there are
     *     not changed
     * @param edition by whose checks
     * @param series the kernel of the guests
     * @param progress is told, in a few words each, what takes over a second
     * @return a run
     * @throws IOException if a file cannot be read
     * @throws UngradableException if this machine cannot grade, or the submission does not build
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static MutantRun of(Path folder, Edition edition, KernelSeries series, Consumer<String> progress)
            throws IOException, UngradableException, InterruptedException {
        Map<String, String> files = new LinkedHashMap<>();
        for (Role role :
                List.of(SlotArtifacts.MODULE, SlotArtifacts.SENDER, SlotArtifacts.READER, SlotArtifacts.HEADER)) {
            Path file = folder.resolve(role.fileName());
            if (Files.isRegularFile(file)) {
                files.put(role.fileName(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        if (!files.containsKey(SlotArtifacts.MODULE.fileName())) {
            throw new UngradableException("There is no " + SlotArtifacts.MODULE.fileName() + " in " + folder + ".");
        }
        GuestStock stock = GuestStock.of(series, progress);
        StudentBuild builder = StudentBuild.against(stock.kernel(), StudentBuild.cache(), SlotArtifacts.ALL, progress);
        MutantRun run = new MutantRun(edition, stock, builder, files);
        if (run.original.module().isEmpty()) {
            throw new UngradableException("The module in " + folder + " does not build; lab grade says why.");
        }
        return run;
    }

    /** {@return all mutants that there are of the submission, in an order that a seed decides} */
    public List<Mutant> all(long seed) {
        List<Mutant> all = new ArrayList<>();
        SOURCES.stream()
                .map(Role::fileName)
                .filter(files::containsKey)
                .forEach(name -> all.addAll(Mutator.mutants(name, Objects.requireNonNull(files.get(name)))));
        Collections.shuffle(all, new Random(seed));
        return List.copyOf(all);
    }

    /**
     * Judges mutants, from the first of a list on.
     *
     * @param mutants those of {@link #all}, or some
     * @param count how many that build and differ from the original; fewer if there are not as many
     * @param seed what the checks vary by
     * @param jobs how many at a time, at least 1
     * @param done is told each in its turn
     * @return what became of them, and of those between them that do not build or do not differ
     * @throws IOException if a file cannot be written
     * @throws UngradableException if this machine fails
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public List<MutantFate> judge(List<Mutant> mutants, int count, long seed, int jobs, Consumer<MutantFate> done)
            throws IOException, UngradableException, InterruptedException {
        Iterator<Mutant> left = mutants.iterator();
        List<MutantFate> fates = new ArrayList<>();
        Deque<Future<MutantFate>> running = new ArrayDeque<>();
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try {
            int judged = 0;
            while (judged < count && (left.hasNext() || !running.isEmpty())) {
                while (running.size() < jobs && left.hasNext()) {
                    Mutant mutant = left.next();
                    running.add(threads.submit(() -> fate(mutant, seed)));
                }
                MutantFate fate = result(running.remove());
                judged += fate.end().counts() ? 1 : 0;
                fates.add(fate);
                done.accept(fate);
            }
            return List.copyOf(fates);
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private static MutantFate result(Future<MutantFate> future)
            throws IOException, UngradableException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof UngradableException failure) {
                throw failure;
            }
            throw new IllegalStateException("An unexpected error ended the judging of a mutant.", e);
        }
    }

    private MutantFate fate(Mutant mutant, long seed) throws IOException, UngradableException, InterruptedException {
        Map<String, String> changed = new LinkedHashMap<>(files);
        changed.put(mutant.file(), mutant.source());
        Candidate candidate = built(changed);
        Optional<byte[]> image = image(candidate, mutant.file());
        if (image.isEmpty()) {
            return new MutantFate(mutant, MutantEnd.NOT_BUILT, "", "");
        }
        if (Arrays.equals(image.get(), image(original, mutant.file()).orElse(null))) {
            return new MutantFate(mutant, MutantEnd.SAME, "", "");
        }
        try (Exam exam = Exam.of(candidate, edition, stock, seed)) {
            return examined(mutant, exam);
        }
    }

    private MutantFate examined(Mutant mutant, Exam exam) throws InterruptedException {
        boolean program = !mutant.file().equals(SlotArtifacts.MODULE.fileName());
        Rubric rubric = edition.rubric();
        for (boolean catchAll : new boolean[] {false, true}) {
            for (Group group : rubric.groups()) {
                if (group.bonus() || group.programs() != program) {
                    continue;
                }
                Set<String> ids = rubric.checks().stream()
                        .filter(check -> check.group().equals(group.id()) && check.catchAll() == catchAll)
                        .map(CheckDescription::id)
                        .collect(Collectors.toSet());
                Optional<MutantFate> fate = noticed(mutant, exam, rubric.onlyChecks(ids), catchAll);
                if (fate.isPresent()) {
                    return fate.get();
                }
            }
        }
        return new MutantFate(mutant, MutantEnd.SURVIVED, "", "");
    }

    /** An examination leaves out what one before it has run. */
    private static Optional<MutantFate> noticed(Mutant mutant, Exam exam, Rubric rubric, boolean catchAll)
            throws InterruptedException {
        return new Examination(exam, rubric, 1, (id, outcome) -> {})
                .run().stream()
                        .filter(judged -> judged.outcome().status() != Status.PASSED)
                        .findFirst()
                        .map(judged -> new MutantFate(
                                mutant,
                                end(judged, catchAll),
                                judged.id(),
                                judged.outcome().message()));
    }

    private static MutantEnd end(Judged judged, boolean catchAll) {
        if (judged.outcome().status() == Status.UNGRADABLE) {
            return MutantEnd.UNJUDGED;
        }
        return catchAll ? MutantEnd.NOTICED_BY_CATCH_ALL : MutantEnd.NOTICED;
    }

    private static Optional<byte[]> image(Candidate candidate, String file) {
        return file.equals(SlotArtifacts.MODULE.fileName())
                ? candidate.module()
                : candidate
                        .program(
                                file.equals(SlotArtifacts.SENDER.fileName())
                                        ? SlotArtifacts.SENDER
                                        : SlotArtifacts.READER)
                        .map(Program::bytes);
    }

    private Candidate built(Map<String, String> texts) throws IOException, UngradableException, InterruptedException {
        Map<String, byte[]> sources = new LinkedHashMap<>();
        texts.forEach((name, text) -> sources.put(name, text.getBytes(StandardCharsets.ISO_8859_1)));
        return Candidate.ofSources(sources, builder, edition.programs(), SlotArtifacts.ALL);
    }
}
