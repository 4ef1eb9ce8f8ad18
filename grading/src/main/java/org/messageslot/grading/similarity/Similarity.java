// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.similarity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.similarity.SimilarClass.LeftOut;
import org.messageslot.grading.similarity.Work.Author;
import org.messageslot.grading.similarity.Work.WorkFile;
import org.messageslot.grading.submission.Artifacts;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.grading.submission.SubmittedFile;

/**
 * Gathers the modules of a class, and has them compared.
 *
 * <p>The two programs are left out: they are so short, and so closely prescribed, that everybody's are alike. Not thread-safe.
 */
public final class Similarity {

    /** Twenty times the kit's own module. */
    private static final int LONGEST = 400_000;

    private static final Comparator<Pair.Fragment> IN_ORDER = Comparator.comparing(
                    (Pair.Fragment fragment) -> fragment.inFirst().source().path())
            .thenComparing(fragment -> fragment.inFirst().from());

    private final List<WorkFile> given;
    private final Artifacts artifacts;
    private final Map<Set<String>, Work> students = new LinkedHashMap<>();
    private final Map<Set<String>, Work> others = new LinkedHashMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private int handedIn;

    /**
     * Begins.
     *
     * @param given what everybody was given, and does not count
     * @param artifacts what the assignment asks for
     */
    public Similarity(List<WorkFile> given, Artifacts artifacts) {
        this.artifacts = artifacts;
        this.given = List.copyOf(given);
    }

    /**
     * Adds a module that any student could have copied.
     *
     * @param what what it is
     * @param sources its sources
     */
    public void addOther(String what, List<WorkFile> sources) {
        add(others, new Work(List.of(new Author(what, "")), sources));
    }

    /**
     * Adds what a student handed in.
     *
     * @param handing whose it is, and where
     * @throws IOException if this machine cannot read it
     */
    public void add(Handing handing) throws IOException {
        handedIn++;
        Author author = new Author(handing.student(), handing.name());
        try {
            List<WorkFile> sources = sources(Submission.open(handing.path(), artifacts));
            String reason = reason(sources);
            if (reason.isEmpty()) {
                add(students, new Work(List.of(author), sources));
            } else {
                leftOut.add(new LeftOut(author, reason));
            }
        } catch (SubmissionException e) {
            leftOut.add(new LeftOut(author, "cannot be opened: " + e.getMessage()));
        }
    }

    private String reason(List<WorkFile> sources) {
        if (sources.isEmpty()) {
            return "has no module";
        }
        if (sources.stream().mapToLong(source -> source.text().length()).sum() > LONGEST) {
            return JplagAnswer.Reason.HUGE.words();
        }
        return texts(given).containsAll(texts(sources)) ? "is what everybody was given, and nothing else" : "";
    }

    private static List<WorkFile> sources(Submission submission) {
        return submission.all().stream()
                .filter(file -> isOfModule(submission, file))
                .map(file -> new WorkFile(file.path(), file.text()))
                .toList();
    }

    private static boolean isOfModule(Submission submission, SubmittedFile file) {
        boolean program = submission.artifacts().programs().stream()
                .anyMatch(role -> submission.file(role).filter(file::equals).isPresent());
        return !program && file.name().matches("(?i).*\\.[ch]");
    }

    private static Set<String> texts(List<WorkFile> sources) {
        return sources.stream().map(WorkFile::text).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void add(Map<Set<String>, Work> works, Work work) {
        works.merge(texts(work.sources()), work, Similarity::together);
    }

    /**
     * Compares all that was added.
     *
     * @param jplag what compares
     * @param placed of how many of the most similar pairs the fragments are wanted
     * @return who has modules that are alike
     * @throws UngradableException if the sandbox cannot be started
     * @throws IOException if JPlag fails; the message is a sentence
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public SimilarClass compare(Jplag jplag, int placed) throws IOException, UngradableException, InterruptedException {
        Map<Set<String>, Work> foreign = new LinkedHashMap<>(others);
        List<Work> own = new ArrayList<>();
        students.forEach((texts, work) -> own.add(together(work, foreign.remove(texts))));
        List<Work> all = new ArrayList<>(own);
        all.addAll(foreign.values());
        JplagAnswer answer = students.isEmpty() || all.size() == 1
                ? new JplagAnswer(List.of(), Map.of())
                : jplag.compare(all.subList(0, own.size()), all.subList(own.size(), all.size()), given, placed);
        List<LeftOut> missing = new ArrayList<>(leftOut);
        answer.refused().forEach((number, reason) -> {
            if (number < own.size()) {
                all.get(number).authors().forEach(author -> missing.add(new LeftOut(author, reason.words())));
            }
        });
        List<Pair> pairs = new ArrayList<>();
        for (JplagAnswer.Likeness likeness : answer.pairs()) {
            pairs.add(pair(all, likeness));
        }
        List<Work> equal =
                own.stream().filter(work -> work.authors().size() > 1).toList();
        return new SimilarClass(handedIn, own.size(), equal, pairs, missing);
    }

    private static Work together(Work work, @Nullable Work same) {
        if (same == null) {
            return work;
        }
        List<Author> authors = new ArrayList<>(work.authors());
        authors.addAll(same.authors());
        return new Work(authors, work.sources());
    }

    private static Pair pair(List<Work> works, JplagAnswer.Likeness likeness) throws IOException {
        try {
            Work first = works.get(likeness.first());
            Work second = works.get(likeness.second());
            List<Pair.Fragment> fragments = likeness.spots().stream()
                    .map(spot -> new Pair.Fragment(
                            spot.tokens(),
                            place(first, spot.firstFile(), spot.firstFrom(), spot.firstTo()),
                            place(second, spot.secondFile(), spot.secondFrom(), spot.secondTo())))
                    .sorted(IN_ORDER)
                    .toList();
            return new Pair(first, second, likeness.alike(), likeness.contained(), fragments);
        } catch (IndexOutOfBoundsException e) {
            throw JplagAnswer.unclear();
        }
    }

    private static Pair.Passage place(Work work, int file, int from, int to) {
        WorkFile source = work.sources().get(file);
        Objects.checkFromToIndex(from - 1, to, source.lines().size());
        return new Pair.Passage(source, from, to);
    }
}
