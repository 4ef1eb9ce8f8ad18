// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.course.cache.GradeCache;
import org.messageslot.grading.course.cache.GradingConditions;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;

class ClassGradingTests {

    private static final Rubric RUBRIC = Invented.rubric(Map.of());
    private static final GradingConditions CONDITIONS = new GradingConditions("tests");
    private static final ClassGrading.ClassListener QUIET = new ClassGrading.ClassListener() {
        @Override
        public void started(Handing handing) {}

        @Override
        public void finished(Graded graded) {}
    };

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final List<String> examined = Collections.synchronizedList(new ArrayList<>());

    private Handing handing(String student, String word) throws IOException {
        Path file = Files.write(folder.resolve(student + ".zip"), Zips.submission(word));
        return new Handing(student, "", student + ".zip", Optional.empty(), false, student, file);
    }

    /** An examiner without guests: what the module's source says fails, all else passes. */
    private Grade examine(Path path, Rubric checks, Consumer<String> ended) throws IOException {
        Submission submission;
        try {
            submission = Submission.open(path, SlotArtifacts.ALL);
        } catch (SubmissionException e) {
            examined.add("unreadable");
            return new Scoring(checks).ungradable(Invented.submission(), Invented.run(checks), "unreadable");
        }
        String source = submission.all().get(0).text();
        examined.add(source.replaceAll("[/* \\n]", "")
                + (checks.checks().size() < 9 ? " " + checks.checks().size() : ""));
        List<Judged> judged = checks.checks().stream()
                .map(check -> new Judged(
                        check.id(),
                        source.contains(check.id())
                                ? Outcome.without(Status.FAILED, "It is in the source.")
                                : Outcome.passed(7)))
                .toList();
        return new Scoring(checks)
                .grade(
                        submission.submitted("whoever", List.of("Of the build.")),
                        Invented.run(checks),
                        List.of(),
                        judged,
                        List.of());
    }

    private ClassGrading grading(ClassGrading.Examiner examiner) {
        return new ClassGrading(
                examiner,
                SlotAssignment.SLOT,
                RUBRIC,
                Invented.run(RUBRIC),
                new GradeCache(folder.resolve("cache"), CONDITIONS),
                2);
    }

    private ClassGrading grading() {
        return grading(this::examine);
    }

    @Test
    void equalSubmissionsAreGradedOnceAndEachIsItsOwn() throws Exception {
        List<Handing> handings = List.of(handing("1", "same"), handing("2", "write-length-129"), handing("3", "same"));
        Files.write(
                handings.get(2).path(),
                new Zips()
                        .with("ex3/message_slot.c", "/* same */\n")
                        .with("ex3/message_slot.h", "#define MSG_SLOT_CHANNEL 1\n")
                        .with("ex3/message_sender.c", "int main(void) { return 0; }\n")
                        .with("ex3/message_reader.c", "int main(void) { return 0; }\n")
                        .with("ex3/Makefile", "all:\n")
                        .with("ex3/notes.txt", "hello")
                        .bytes());
        List<Graded> graded = grading().grade(handings, Again.NOTHING, QUIET);
        assertThat(examined).containsExactlyInAnyOrder("same", "write-length-129");
        assertThat(graded).extracting(one -> one.grade().submission().id()).containsExactly("1", "2", "3");
        assertThat(graded.get(0).grade().score())
                .isEqualTo(graded.get(2).grade().score());
        assertThat(graded.get(1).grade().score())
                .isNotEqualTo(graded.get(0).grade().score());
        assertThat(graded.get(0).grade().submission().ignored()).isEmpty();
        assertThat(graded.get(2).grade().submission().ignored()).containsExactly("ex3/notes.txt: no source file");
        assertThat(graded.get(2).grade().submission().remarks()).containsExactly("Of the build.");
    }

    /** The second submission is compiled while the first one is still at work. */
    @Test
    @Timeout(60)
    void theNextIsPreparedBeforeItsTurnAndPartsAreTold() throws Exception {
        List<Handing> handings = List.of(handing("1", "one"), handing("2", "two"));
        CountDownLatch both = new CountDownLatch(2);
        List<Double> parts = Collections.synchronizedList(new ArrayList<>());
        List<Integer> opened = new ArrayList<>();
        ClassGrading.Examiner examiner = new ClassGrading.Examiner() {
            @Override
            public Grade grade(Path submission, Rubric checks, Consumer<String> ended)
                    throws InterruptedException, IOException {
                both.await();
                checks.checks().forEach(check -> ended.accept(check.id()));
                return examine(submission, checks, ended);
            }

            @Override
            public void prepare(Path submission) {
                both.countDown();
                throw new IllegalStateException("This is no matter of others.");
            }
        };
        ClassGrading one = new ClassGrading(
                examiner,
                SlotAssignment.SLOT,
                RUBRIC,
                Invented.run(RUBRIC),
                new GradeCache(folder.resolve("cache"), CONDITIONS),
                1);
        List<Graded> graded = one.grade(handings, Again.NOTHING, new ClassGrading.ClassListener() {
            @Override
            public void opened(int submissions) {
                opened.add(submissions);
            }

            @Override
            public void started(Handing handing) {}

            @Override
            public void advanced(Handing handing, double part) {
                parts.add(part);
            }

            @Override
            public void finished(Graded whole) {}
        });
        assertThat(graded).hasSize(2).allMatch(grade -> grade.grade().gradable());
        assertThat(opened).containsExactly(2);
        assertThat(parts).hasSize(2 * RUBRIC.checks().size()).endsWith(1.0);
    }

    @Test
    void whatIsFinishedIsNotGradedAgainAndComesOutTheSame() throws Exception {
        List<Handing> handings = List.of(handing("1", "a"), handing("2", "read-null-buffer"));
        List<Graded> first = grading().grade(handings, Again.NOTHING, QUIET);
        examined.clear();
        List<Graded> second = grading().grade(handings, Again.NOTHING, QUIET);
        assertThat(examined).isEmpty();
        assertThat(second).allMatch(Graded::remembered);
        assertThat(second.stream().map(Graded::grade))
                .isEqualTo(first.stream().map(Graded::grade).toList());
    }

    @Test
    void oneThatIsInterruptedGoesOnWithWhatIsLeft() throws Exception {
        List<Handing> handings = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            handings.add(handing("s" + i, "word" + i));
        }
        List<String> reported = new ArrayList<>();
        ClassGrading.ClassListener full = new ClassGrading.ClassListener() {
            @Override
            public void started(Handing handing) {}

            @Override
            public void finished(Graded graded) throws IOException {
                if (reported.size() == 4) {
                    throw new IOException("No space left on device");
                }
                reported.add(graded.handing().student().replace("s", "word"));
            }
        };
        assertThatThrownBy(() -> grading().grade(handings, Again.NOTHING, full))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space");
        assertThat(examined).hasSizeLessThan(10);
        List<Graded> graded = grading().grade(handings, Again.NOTHING, QUIET);
        assertThat(graded.stream().map(one -> one.handing().student()))
                .isEqualTo(handings.stream().map(Handing::student).toList());
        assertThat(reported).hasSize(4).allSatisfy(word -> assertThat(examined).containsOnlyOnce(word));
        assertThat(examined)
                .as("at most the two that were being examined are repeated")
                .hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void aDamagedGradeIsMadeAgain() throws Exception {
        List<Handing> handings = List.of(handing("1", "a"), handing("2", "b"));
        grading().grade(handings, Again.NOTHING, QUIET);
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            Path one = files.findFirst().orElseThrow();
            Files.writeString(one, Files.readString(one).substring(100));
        }
        Files.writeString(folder.resolve("cache/.x.json.999999999-1.part"), "half");
        examined.clear();
        grading().grade(handings, Again.NOTHING, QUIET);
        assertThat(examined).hasSize(1);
        assertThat(folder.resolve("cache/.x.json.999999999-1.part")).doesNotExist();
    }

    @Test
    void studentsAndChecksAndEverythingCanBeGradedAgain() throws Exception {
        List<Handing> handings = List.of(handing("1", "a"), handing("2", "b"), handing("3", "c"));
        grading().grade(handings, Again.NOTHING, QUIET);
        examined.clear();
        grading().grade(handings, Again.of(List.of("2"), handings, RUBRIC), QUIET);
        assertThat(examined).containsExactly("b");
        examined.clear();
        grading().grade(handings, Again.of(List.of("all"), handings, RUBRIC), QUIET);
        assertThat(examined).containsExactlyInAnyOrder("a", "b", "c");
        examined.clear();
        grading().grade(handings, Again.of(List.of("3", "sender-sends"), handings, RUBRIC), QUIET);
        assertThat(examined).containsExactly("c 1");
        assertThatThrownBy(() -> Again.of(List.of("4"), handings, RUBRIC)).hasMessageContaining("no student");
    }

    @Test
    void aCheckThatIsRunAgainTakesWhatDependsOnItAlong() throws Exception {
        Again again = Again.of(List.of("write-fault-keeps-message"), List.of(), RUBRIC);
        assertThat(again.checks()).isEqualTo(Set.of("write-fault-keeps-message", "write-fault-then-write"));
        List<Handing> handings = List.of(handing("1", "write-fault-keeps-message"));
        Grade whole = grading().grade(handings, Again.NOTHING, QUIET).get(0).grade();
        Grade merged = grading((path, checks, ended) -> new Scoring(checks)
                        .grade(
                                Invented.submission(),
                                Invented.run(RUBRIC),
                                List.of(),
                                checks.checks().stream()
                                        .map(check -> new Judged(check.id(), Outcome.passed(1)))
                                        .toList(),
                                List.of()))
                .grade(handings, again, QUIET)
                .get(0)
                .grade();
        assertThat(status(whole, "write-fault-then-write")).isEqualTo(Status.NOT_RUN);
        assertThat(merged.verdicts()).allMatch(Verdict::passed);
        assertThat(merged.gradable()).isTrue();
        assertThat(grading().grade(handings, Again.NOTHING, QUIET).get(0).grade())
                .isEqualTo(merged);
    }

    private static Status status(Grade grade, String id) {
        return grade.verdicts().stream()
                .filter(verdict -> verdict.id().equals(id))
                .findFirst()
                .orElseThrow()
                .status();
    }

    @Test
    void whatTheGraderFailedAtIsTriedTwiceAndNotKept() throws Exception {
        List<Handing> handings = List.of(handing("1", "a"), handing("2", "b"));
        ClassGrading faulty = grading((path, checks, ended) -> {
            examined.add(path.getFileName().toString());
            if (path.endsWith("1.zip")) {
                throw new IllegalStateException("a fault");
            }
            return examine(path, checks, ended);
        });
        List<Graded> graded = faulty.grade(handings, Again.NOTHING, QUIET);
        assertThat(examined.stream().filter("1.zip"::equals)).hasSize(2);
        assertThat(graded.get(0).grade().headline()).isEqualTo("UNGRADABLE");
        assertThat(graded.get(0).grade().ungradableBecause().toString()).contains("a fault");
        assertThat(graded.get(1).grade().gradable()).isTrue();
        assertThat(grading()
                        .grade(handings, Again.NOTHING, QUIET)
                        .get(0)
                        .grade()
                        .gradable())
                .isTrue();
    }

    @Test
    void gradesAreTiedToAllThatTheyDependOn() throws Exception {
        Edition edition = SlotAssignment.SLOT.editions().standard();
        Edition other = SlotAssignment.SLOT.editions().named("2025");
        Rubric some = edition.rubric().only(Set.of("faults"));
        assertThat(Stream.of(
                                GradingConditions.of(edition, edition.rubric(), 0, "6.1"),
                                GradingConditions.of(edition, edition.rubric(), 1, "6.1"),
                                GradingConditions.of(edition, edition.rubric(), 0, "6.12"),
                                GradingConditions.of(edition, some, 0, "6.1"),
                                GradingConditions.of(other, other.rubric(), 0, "6.1"))
                        .map(conditions -> conditions.key("content")))
                .doesNotHaveDuplicates();
        assertThat(GradingConditions.of(edition, edition.rubric(), 0, "6.1"))
                .isEqualTo(GradingConditions.of(edition, edition.rubric(), 0, "6.1"));
    }

    @Test
    void memoryBoundsHowManyRunAtATime() {
        assertThat(Capacity.fitting(8, 4 * 1024)).isEqualTo(2);
        assertThat(Capacity.fitting(2, 64 * 1024)).isEqualTo(2);
        assertThat(Capacity.fitting(4, 100)).isEqualTo(1);
    }
}
