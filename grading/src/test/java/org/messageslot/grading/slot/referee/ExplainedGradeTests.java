// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.Explanation;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.assignment.Explainer;
import org.messageslot.grading.assignment.OtherBuilds;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.engine.Graders;
import org.messageslot.grading.report.TerminalReport;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.variants.VariantCollection;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.RequiresGuest;

/** What went wrong is told by the referee in lines of the student's, and costs the same as without it. */
@RequiresGuest
class ExplainedGradeTests {

    private static final Path KIT = Path.of("../kernel");
    private static final Outcome HUNG = Outcome.without(Status.HUNG, "");

    private final AtomicInteger guests = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Grader grader;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static VariantCollection variants;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeAll
    static void getReady() throws Exception {
        grader = Graders.standard();
        variants = VariantCollection.read(Path.of("variants"), KIT);
    }

    private Grade grade(String... checks) throws Exception {
        var rubric = grader.edition().rubric().onlyChecks(new LinkedHashSet<>(List.of(checks)));
        Grade grade = grader.grade(folder, new Grader.Wish(rubric, 2, 42), id -> {});
        assertThat(grade.ungradableBecause()).isEmpty();
        return grade;
    }

    private void bring(String variant) throws Exception {
        variants.unpack(variants.named(variant).orElseThrow(), folder);
    }

    private static Explanation explanation(Grade grade) {
        Mistake mistake = grade.mistakes().get(0);
        return Objects.requireNonNull(mistake.explanation(), mistake.toString());
    }

    /** The lines that an explanation quotes are the lines of the file, by their numbers. */
    private void assertQuotes(Explanation explanation, String... code) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("message_slot.c"));
        assertThat(explanation.source()).as("%s", explanation).isNotEmpty().allSatisfy(quoted -> {
            assertThat(quoted).matches("message_slot\\.c:\\d+  .*");
            int number = Integer.parseInt(quoted.replaceAll(":(\\d+) .*|[^:]*", "$1"));
            assertThat(quoted).endsWith("  " + lines.get(number - 1).strip());
        });
        assertThat(String.join("\n", explanation.source())).contains(code);
    }

    @Test
    void aUseAfterTheFreeIsToldWithItsThreeLines() throws Exception {
        bring("select-uses-freed-struct");
        Grade grade = grade("heap-select");
        assertThat(grade.verdicts().get(0).status()).isEqualTo(Status.CRASHED);
        assertThat(explanation(grade).sentence())
                .matches("Byte \\d+ of the 16 that device_open \\(message_slot\\.c:\\d+\\) allocated is read in"
                        + " device_ioctl \\(message_slot\\.c:\\d+\\), after device_ioctl"
                        + " \\(message_slot\\.c:\\d+\\) had freed it\\.");
        assertQuotes(explanation(grade), "kmalloc(", "kfree(data);", "data->slot");
    }

    @Test
    void aLeakIsToldWhereItWasAllocated() throws Exception {
        bring("unload-frees-nothing");
        Grade grade = grade("unload-frees-messages");
        assertThat(explanation(grade).sentence())
                .matches("The 24 bytes that device_open \\(\\S+\\) allocated are still there after unloading\\."
                        + " The 144 bytes that device_write \\(\\S+\\) allocated are still there after unloading\\.");
        assertQuotes(explanation(grade), "kmalloc(");
    }

    @Test
    void aCopyUnderASpinlockIsToldWithBothLines() throws Exception {
        bring("copies-under-a-spinlock");
        Grade grade = grade("write-untouched-buffer");
        assertThat(explanation(grade).sentence())
                .matches("my_write \\(\\S+\\) may sleep under the spinlock that was taken in my_write \\(\\S+\\)\\.");
        assertQuotes(explanation(grade), "spin_lock(", "copy_from_user(");
    }

    @Test
    void aLockThatIsKeptIsToldWhereACallHangs() throws Exception {
        bring("empty-read-keeps-lock");
        Grade grade = grade("empty-channel");
        assertThat(grade.verdicts().get(0).status()).isEqualTo(Status.HUNG);
        assertThat(explanation(grade).sentence())
                .startsWith("A call returns with the mutex held that it took in slot_read (message_slot.c:");
        assertQuotes(explanation(grade), "mutex_lock(");
    }

    private List<Explanation> explained(Outcome outcome, List<String> script) throws Exception {
        return explained(List.of(new Explainer.FailedCheck(outcome, script)));
    }

    private List<Explanation> explained(List<Explainer.FailedCheck> failures) throws Exception {
        StudentBuild builder = Grader.compilers(
                SlotAssignment.SLOT,
                GuestOptions.standard().series(),
                false,
                step -> System.err.println("lines: " + step));
        OtherBuilds builds = new OtherBuilds(Submission.open(folder, SlotArtifacts.ALL), builder, () -> {
            guests.incrementAndGet();
            return grader.stock().fresh(GuestKind.PLAIN);
        });
        return new RefereeExplainer().explain(builds, failures);
    }

    private void bringWith(String before, String more) throws Exception {
        bring("hashtable");
        Path file = folder.resolve("message_slot.c");
        String source = Files.readString(file);
        assertThat(source).contains(before);
        Files.writeString(file, source.replace(before, before + more));
    }

    @Test
    void anUnloadingThatNeverEndsIsToldWithItsLine() throws Exception {
        bringWith("void __exit slot_exit(void)\n{", " for (;;) yield(); ");
        Explanation told = explained(HUNG, List.of()).get(0);
        assertThat(told.sentence())
                .startsWith("In ordinary use: A call runs for ever; the last seen is in slot_exit (message_slot.c:");
        assertQuotes(told, "yield()");
    }

    /** The compiler makes one access of two comparisons, of which the first decides. */
    @Test
    void aFieldThatIsReadTogetherWithItsNeighbourIsNotCalledUnset() throws Exception {
        bringWith(
                "size_t length, loff_t *offset)\n{",
                " static struct { u8 known, id; int n; } *p; p = kmalloc(8, GFP_KERNEL); p->known = 0; barrier();"
                        + " if (p->known == 1 && p->id == 3) return -EIO; kfree(p); ");
        assertThat(explained(Outcome.without(Status.CRASHED, ""), List.of()))
                .containsExactly(Explanation.none("The referee saw nothing that explains it."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"int __init slot_init(void)\n{", "size_t length, loff_t *offset)\n{"})
    void afterACallThatDoesNotReturnNoMoreAreMade(String where) throws Exception {
        bringWith(where, " for (;;) cpu_relax(); ");
        Explainer.FailedCheck failure = new Explainer.FailedCheck(HUNG, List.of());
        List<Explanation> told = explained(List.of(failure, failure, failure));
        assertThat(told.get(0).tells()).isFalse();
        assertThat(told.subList(1, 3))
                .containsOnly(
                        Explanation.none("Calls did not return with the referee in the module; so no more are made."));
        assertThat(guests).hasValue(1);
    }

    @Test
    void whereNoCallsCanBeMadeAgainOrdinaryUseTellsTheSameEachTime() throws Exception {
        bring("empty-read-keeps-lock");
        List<Explanation> told = explained(HUNG, List.of());
        assertThat(told.get(0).sentence())
                .startsWith(
                        "In ordinary use: A call returns with the mutex held that it took in slot_read (message_slot.c:");
        assertThat(explained(HUNG, List.of("guest 6.1 1 256 plain", "p1 start \"cat\" 0", "p1 thread 1 close 3")))
                .isEqualTo(told);
        Outcome leaks = Outcome.without(Status.FAILED, "").withSymptom(Symptom.leak("slot_open"));
        assertThat(explained(leaks, List.of()))
                .containsExactly(Explanation.none("The referee saw nothing that explains it."));
    }

    @Test
    void aModuleThatDoesNotBuildWithTheRefereeIsGradedLikeAnyOther() throws Exception {
        bring("empty-read-keeps-lock");
        Path file = folder.resolve("message_slot.c");
        Files.writeString(file, "#ifdef __SANITIZE_THREAD__\n#error not so\n#endif\n" + Files.readString(file));
        Grade grade = grade("empty-channel");
        assertThat(grade.verdicts().get(0).status()).isEqualTo(Status.HUNG);
        assertThat(explanation(grade).tells()).isFalse();
        assertThat(explanation(grade).sentence())
                .startsWith("The module builds, but not with the referee in it, which says nothing about the module: ")
                .contains("not so");
        assertThat(TerminalReport.plain(SlotAssignment.SLOT.wording()).render(grade))
                .contains("empty-channel: hung")
                .doesNotContain("referee");
    }

    @Test
    void aGoodModuleIsNotLookedInto() throws Exception {
        bring("reference");
        assertThat(grade("heap-select", "empty-channel").mistakes()).isEmpty();
    }
}
