// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.trial.Candidate;
import org.messageslot.grading.trial.Exam;
import org.messageslot.grading.trial.Examination;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.guest.KernelSeries;

/**
 * Judges variants, several at a time, each check in a fresh kernel.
 *
 * <p>What was found out once about a binary is not found out again in the same run. Thread-safe.
 */
public final class VariantRun {

    private final VariantCollection collection;
    private final GuestStock stock;
    private final StudentBuild builder;
    private final KnownOutcomes known = new KnownOutcomes();

    private VariantRun(VariantCollection collection, GuestStock stock, StudentBuild builder) {
        this.collection = collection;
        this.stock = stock;
        this.builder = builder;
    }

    /**
     * Gets ready: guests and compilers. Builds are kept in the user's cache, as those of submissions are.
     *
     * @param collection the variants
     * @param series the kernel of the guests
     * @param progress is told, in a few words each, what takes over a second
     * @return a run
     * @throws UngradableException if this machine cannot grade; its message says what to do
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static VariantRun of(VariantCollection collection, KernelSeries series, Consumer<String> progress)
            throws UngradableException, InterruptedException {
        GuestStock stock = GuestStock.of(series, progress);
        return new VariantRun(
                collection,
                stock,
                StudentBuild.against(stock.kernel(), StudentBuild.cache(), SlotArtifacts.ALL, progress));
    }

    /** {@return the release of the kernel that the guests run} */
    public String kernel() {
        return stock.kernel().release();
    }

    /**
     * Judges variants.
     *
     * @param variants which, of the collection
     * @param jobs how many at a time, at least 1
     * @param seed what names, order and contents in the checks vary by
     * @param done is told each judgement, by several threads
     * @return the judgements, in the order of the variants
     * @throws IOException if a file cannot be read or written
     * @throws DataFileException if a variant does not fit its base
     * @throws UngradableException if a variant cannot be built here
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public List<Judgement> judge(List<Variant> variants, int jobs, long seed, Consumer<Judgement> done)
            throws IOException, DataFileException, UngradableException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try {
            Map<String, Future<Judgement>> futures = new LinkedHashMap<>();
            for (Variant variant : inRunningOrder(variants)) {
                futures.put(variant.name(), threads.submit(() -> {
                    Judgement judgement = judge(variant, seed);
                    done.accept(judgement);
                    return judgement;
                }));
            }
            List<Judgement> judgements = new ArrayList<>();
            for (Variant variant : variants) {
                judgements.add(result(Objects.requireNonNull(futures.get(variant.name()))));
            }
            return judgements;
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    /** What hangs takes longest, so it comes first; what shares its module with others comes last, when most is known. */
    private static List<Variant> inRunningOrder(List<Variant> variants) {
        return variants.stream()
                .sorted(Comparator.comparing(
                                (Variant variant) -> !variant.fails().containsValue(Optional.of(Status.HUNG)))
                        .thenComparing(Variant::kind))
                .toList();
    }

    private static Judgement result(Future<Judgement> future)
            throws IOException, DataFileException, UngradableException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof DataFileException wrong) {
                throw wrong;
            }
            if (cause instanceof UngradableException ungradable) {
                throw ungradable;
            }
            throw new IllegalStateException("An unexpected error ended the judging of a variant.", cause);
        }
    }

    private Judgement judge(Variant variant, long seed)
            throws IOException, DataFileException, UngradableException, InterruptedException {
        long start = System.nanoTime();
        Candidate candidate = candidate(variant);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (CheckDescription check : variant.rubric().checks()) {
            known.find(check.id(), candidate, variant.edition())
                    .ifPresent(outcome -> outcomes.put(check.id(), outcome));
        }
        Set<String> blocked = Variant.notRun(
                variant.rubric(),
                id -> outcomes.containsKey(id)
                        && Objects.requireNonNull(outcomes.get(id)).status() != Status.PASSED);
        for (String id : blocked) {
            outcomes.put(id, Outcome.without(Status.NOT_RUN, "It needs another check, which did not pass."));
        }
        examine(variant, candidate, seed, outcomes);
        return new Judgement(variant, outcomes, (System.nanoTime() - start) / 1_000_000);
    }

    private void examine(Variant variant, Candidate candidate, long seed, Map<String, Outcome> outcomes)
            throws UngradableException, InterruptedException {
        Set<String> rest = new LinkedHashSet<>();
        variant.rubric().checks().stream()
                .map(CheckDescription::id)
                .filter(id -> !outcomes.containsKey(id))
                .forEach(rest::add);
        if (rest.isEmpty()) {
            return;
        }
        Rubric rubric = variant.rubric().onlyChecks(rest);
        try (Exam exam = Exam.of(candidate, variant.edition(), stock, seed).withoutShortening()) {
            for (Judged judged : new Examination(exam, rubric, 1, (id, outcome) -> {}).run()) {
                outcomes.put(judged.id(), judged.outcome());
                known.keep(judged.id(), candidate, variant.edition(), judged.outcome());
            }
        }
    }

    private Candidate candidate(Variant variant)
            throws IOException, DataFileException, UngradableException, InterruptedException {
        Map<String, byte[]> sources = new LinkedHashMap<>();
        collection.files(variant).forEach((name, text) -> sources.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return Candidate.ofSources(sources, builder, variant.edition().programs(), SlotArtifacts.ALL);
    }
}
