// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Conditions;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.trial.CheckMethods;
import org.messageslot.guest.RequiresGuest;

/** What a module gets in warm guests is what it gets in fresh ones. */
@RequiresGuest
class PracticeTests {

    private static final Path KIT = Path.of("../kernel");

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Grader grader;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void getReady() throws Exception {
        grader = Graders.standard();
    }

    private static final class Heard implements Practice.PracticeListener {
        private final List<Part> modules = new ArrayList<>();
        private final List<String> checks = Collections.synchronizedList(new ArrayList<>());
        private final List<Status> ends = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch some = new CountDownLatch(2);

        @Override
        public void compiled(Part module, List<String> remarks) {
            modules.add(module);
        }

        @Override
        public void ended(CheckDescription check, Outcome outcome) {
            checks.add(check.id());
            ends.add(outcome.status());
            some.countDown();
        }
    }

    private void write(String wanted, String instead) throws Exception {
        for (String name : List.of("message_slot.h", "message_sender.c", "message_reader.c")) {
            Files.copy(KIT.resolve(name), folder.resolve(name));
        }
        String source = Files.readString(KIT.resolve("message_slot.c"));
        assertThat(source).contains(wanted);
        Files.writeString(folder.resolve("message_slot.c"), source.replace(wanted, instead));
    }

    private static Grader.Wish wish(String... checks) {
        return new Grader.Wish(grader.edition().rubric().onlyChecks(new LinkedHashSet<>(List.of(checks))), 2, 7);
    }

    private static Map<String, Status> statuses(Grade grade) {
        Map<String, Status> statuses = new TreeMap<>();
        grade.verdicts().forEach(verdict -> statuses.put(verdict.id(), verdict.status()));
        return statuses;
    }

    @Test
    void verdictsAreTheSameAlsoAfterACrash() throws Exception {
        String guard = "	if (length == 0 || length > sizeof(text))";
        write(
                guard,
                "	if (length == 127)\n		*(volatile int *)8 = 1;\n	if (length == 4096)\n		return length;\n" + guard);
        Grader.Wish wish = wish(
                "write-length-127",
                "write-length-128",
                "write-length-4096",
                "load-and-unload",
                "load-repeatedly",
                "minors-all-256",
                "read-twice",
                "fork-shares-channel",
                "sender-sends",
                "memory-close");
        Map<String, Status> fresh = statuses(grader.grade(folder, wish, id -> {}));
        try (Practice practice = new Practice(grader)) {
            practice.warmUp(2);
            for (int time = 0; time < 2; time++) {
                Heard heard = new Heard();
                Grade grade =
                        practice.run(folder, wish, Set.of("read-twice"), heard).orElseThrow();
                assertThat(grade.ungradableBecause()).isEmpty();
                assertThat(statuses(grade)).isEqualTo(fresh);
                assertThat(heard.checks.get(0)).isEqualTo("read-twice");
                assertThat(heard.checks).hasSize(fresh.size()).contains("memory-close");
            }
        }
        assertThat(fresh).containsEntry("write-length-127", Status.CRASHED);
        assertThat(fresh).containsEntry("write-length-4096", Status.FAILED);
        assertThat(fresh).containsEntry("write-length-128", Status.PASSED);
    }

    @Test
    void theUsualMistakesAreLookedForFirst() throws Exception {
        write("MODULE_LICENSE", "MODULE_LICENSE");
        Heard heard = new Heard();
        try (Practice practice = new Practice(grader)) {
            practice.run(
                    folder,
                    wish("minor-0", "read-twice", "write-null-buffer", "unload-frees-messages"),
                    Set.of("read-twice"),
                    heard);
        }
        assertThat(heard.checks).startsWith("read-twice").endsWith("minor-0").hasSize(4);
    }

    @Test
    void whatIsBrokenOffEndsSoonAndIsNobodysFailure() throws Exception {
        write("MODULE_LICENSE", "MODULE_LICENSE");
        Grader.Wish wish = new Grader.Wish(
                grader.edition()
                        .rubric()
                        .onlyChecks(grader.edition().rubric().checks().stream()
                                .filter(check -> check.conditions() == Conditions.ORDINARY)
                                .filter(check -> !CheckMethods.of(SlotAssignment.SLOT)
                                        .telling()
                                        .contains(check.id()))
                                .map(CheckDescription::id)
                                .collect(Collectors.toSet())),
                2,
                7);
        Heard heard = new Heard();
        List<Throwable> thrown = new ArrayList<>();
        try (Practice practice = new Practice(grader)) {
            Thread run = new Thread(() -> {
                try {
                    practice.run(folder, wish, Set.of(), heard);
                } catch (Exception e) {
                    thrown.add(e);
                }
            });
            run.start();
            heard.some.await();
            run.interrupt();
            run.join();
        }
        assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
        assertThat(heard.ends).containsOnly(Status.PASSED);
        assertThat(heard.checks)
                .as("of %s checks, those that had begun", wish.rubric().checks().size())
                .hasSizeLessThan(12);
    }

    @Test
    void whatDoesNotCompileIsNotRun() throws Exception {
        write("MODULE_LICENSE(\"GPL\");", "this is no C");
        Heard heard = new Heard();
        try (Practice practice = new Practice(grader)) {
            assertThat(practice.run(folder, wish("read-twice"), Set.of(), heard))
                    .isEmpty();
        }
        assertThat(heard.modules)
                .singleElement()
                .satisfies(part -> assertThat(part.words()).contains("this is no C"));
        assertThat(heard.checks).isEmpty();
    }
}
