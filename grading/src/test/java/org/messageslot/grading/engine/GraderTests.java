// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Status;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.guest.CacheFolder;
import org.messageslot.guest.RequiresGuest;

/** The kit's own module, and modules made from it by one change each, through the whole of the grader. */
@RequiresGuest
class GraderTests {

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

    private static Grade grade(Path path, String... only) throws Exception {
        Edition edition = grader.edition();
        var rubric = only.length == 0 ? edition.rubric() : edition.rubric().only(new LinkedHashSet<>(List.of(only)));
        return grader.grade(path, new Grader.Wish(rubric, 2, 42), id -> {});
    }

    private Path kitWith(String old, String changed) throws IOException {
        for (String name : List.of("message_slot.h", "message_sender.c", "message_reader.c")) {
            Files.copy(KIT.resolve(name), folder.resolve(name));
        }
        String source = Files.readString(KIT.resolve("message_slot.c"));
        assertThat(source).contains(old);
        Files.writeString(folder.resolve("message_slot.c"), source.replace(old, changed));
        return folder;
    }

    private static Verdict verdict(Grade grade, String id) {
        return grade.verdicts().stream()
                .filter(verdict -> verdict.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void kitsOwnModuleGetsEveryPoint() throws Exception {
        Grade grade = grade(KIT);
        assertThat(grade.verdicts().stream()
                        .filter(verdict -> !verdict.passed())
                        .map(verdict -> verdict.id() + ": " + verdict.outcome()))
                .isEmpty();
        assertThat(grade.headline()).isEqualTo("100.00 of 100");
    }

    @Test
    void aFaultOfTheGraderCostsOnlyTheGradeAndIsPackedForItsAuthors() throws Exception {
        var rubric = grader.edition().rubric().only(new LinkedHashSet<>(List.of("write-length-127")));
        Files.copy(KIT.resolve("message_sender.c"), folder.resolve("message_sender.c"));
        Grade grade = grader.grade(folder, new Grader.Wish(rubric, 1, 42), id -> {
            throw new IllegalStateException("a fault, made by a test");
        });
        assertThat(grade.gradable()).isFalse();
        Matcher bundle = Pattern.compile("faults/(\\w+\\.zip)").matcher(String.join(" ", grade.ungradableBecause()));
        assertThat(bundle.find()).as("%s", grade.ungradableBecause()).isTrue();
        Path file = CacheFolder.named("faults").resolve(bundle.group(1));
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            assertThat(Files.readString(zip.getPath("fault.txt")))
                    .contains("a fault, made by a test", "seed 42", "at org.messageslot");
            assertThat(zip.getPath("submission/message_sender.c")).exists();
        } finally {
            Files.delete(file);
        }
        assertThat(grade(KIT, "write-length-127").gradable()).isTrue();
    }

    @Test
    void wrongErrorIsToldAsATeacherWould() throws Exception {
        Path path = kitWith("return -EMSGSIZE;", "return -EINVAL;");
        Verdict verdict = verdict(grade(path, "write-length-129"), "write-length-129");
        assertThat(verdict.status()).isEqualTo(Status.FAILED);
        assertThat(verdict.outcome().message())
                .isEqualTo("A write of 129 bytes fails with another error than it should.");
        assertThat(verdict.outcome().wanted()).isEqualTo("-1 EMSGSIZE (90)");
        assertThat(verdict.outcome().got()).isEqualTo("-1 EINVAL (22)");
        assertThat(String.join("\n", verdict.outcome().calls())).contains("ioctl(3, MSG_SLOT_CHANNEL, ");
    }

    @Test
    void crashNamesTheLineAndSparesTheOtherChecks() throws Exception {
        String guard = "	if (length == 0 || length > sizeof(text))";
        Path path = kitWith(guard, "	if (length == 127)\n		*(volatile int *)8 = 1;\n" + guard);
        Grade verdicts = grade(path, "write-length-127", "write-length-128");
        assertThat(verdict(verdicts, "write-length-128").status()).isEqualTo(Status.PASSED);
        Verdict crash = verdict(verdicts, "write-length-127");
        assertThat(crash.status()).isEqualTo(Status.CRASHED);
        ExplainedOops oops = Objects.requireNonNull(crash.outcome().oops());
        assertThat(oops.file()).isEqualTo("message_slot.c");
        assertThat(oops.line()).isPositive();
        assertThat(crash.outcome().calls().toString()).contains("write(3, ").contains("did not return");
    }

    @Test
    void aCrashWhileUnloadingIsNoMatterOfTheCheckBeforeIt() throws Exception {
        String exit = "static void __exit message_slot_exit(void)\n{\n";
        Path path = kitWith("return -EMSGSIZE;", "{ refused = 1; return -EMSGSIZE; }");
        Path module = path.resolve("message_slot.c");
        Files.writeString(
                module,
                Files.readString(module)
                        .replace(exit, exit + "	if (refused)\n		*(volatile int *)8 = 1;\n")
                        .replaceFirst("(?m)^static ", "static int refused;\nstatic "));
        Grade grade = grade(path, "write-length-129", "load-repeatedly");
        assertThat(verdict(grade, "write-length-129").status()).isEqualTo(Status.PASSED);
        Outcome unloading = verdict(grade, "load-repeatedly").outcome();
        assertThat(unloading.status()).isEqualTo(Status.CRASHED);
        assertThat(unloading.message()).isEqualTo("The kernel crashed while the module was unloaded.");
        assertThat(unloading.wanted()).isEqualTo("rmmod returns");
        assertThat(grade.penalty().isPositive()).isTrue();
        assertThat(grade.mistakes()).hasSize(1);
        Grade alone = grade(path, "write-length-129");
        assertThat(verdict(alone, "write-length-129").status())
                .as("nobody else looks at unloading")
                .isEqualTo(Status.CRASHED);
    }

    @Test
    void aCrashInAStepThatACheckOnlyNeedsIsNoMatterOfThatCheck() throws Exception {
        Path path = kitWith(
                "		return slot_select(file, argument);",
                "		if (file_channel(file))\n			*(volatile int *)8 = 1;\n		return slot_select(file, argument);");
        Grade grade = grade(path, "select-again", "dup-shares-channel");
        assertThat(verdict(grade, "select-again").status()).isEqualTo(Status.CRASHED);
        Verdict spared = verdict(grade, "dup-shares-channel");
        assertThat(spared.status()).isEqualTo(Status.NOT_JUDGED);
        assertThat(spared.outcome().message())
                .isEqualTo("It cannot be judged because of select-again. The kernel crashed.");
        assertThat(spared.points()).isEqualTo(spared.check().maxPoints());
        assertThat(grade.mistakes()).hasSize(1);
    }

    @Test
    void leakIsMeasured() throws Exception {
        Path path = kitWith("			kfree(channel->message);\n", "");
        Grade verdicts = grade(path, "unload-frees-messages", "memory-overwrite");
        assertThat(verdict(verdicts, "memory-overwrite").status()).isEqualTo(Status.PASSED);
        assertThat(verdict(verdicts, "unload-frees-messages").status()).isEqualTo(Status.FAILED);
        assertThat(verdict(verdicts, "unload-frees-messages").outcome().got()).contains(" bytes in ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p[128] = 0;", "kfree(p); p[50] = 0;"})
    void damageThatNobodyComesAcrossAgainIsSeen(String harm) throws Exception {
        String guard = "	if (length == 0 || length > sizeof(text))";
        Path path = kitWith(guard, "	char *volatile p = kmalloc(100, GFP_KERNEL);\n	" + harm + "\n" + guard);
        Verdict verdict = verdict(grade(path, "heap-overwrite"), "heap-overwrite");
        assertThat(verdict.status()).isEqualTo(Status.CRASHED);
        assertThat(verdict.outcome().message()).isEqualTo("The kernel found itself damaged during the calls.");
        assertThat(verdict.outcome().got()).contains("BUG kmalloc-128");
        assertThat(Objects.requireNonNull(verdict.outcome().oops()).title()).contains("BUG kmalloc-128");
    }

    @Test
    void warningIsAMistakeOfItsCheckAndNoCrash() throws Exception {
        Path path = kitWith(
                "	if (length == 0 || length > sizeof(text))",
                "	if (WARN_ON(length == 127)) return length;\n	if (length == 0 || length > sizeof(text))");
        Grade grade = grade(path, "write-then-read", "write-length-127", "write-length-128");
        Verdict verdict = verdict(grade, "write-length-127");
        assertThat(verdict.status()).isEqualTo(Status.FAILED);
        assertThat(verdict.outcome().message()).as("its answer is wrong, too").doesNotContain("warning");
        assertThat(grade.penalty()).isEqualTo(Points.ZERO);
        assertThat(verdict(grade, "write-length-128").passed()).isTrue();
    }

    @Test
    void whatOnlyWarnsSaysWhere() throws Exception {
        Verdict verdict = whereAWriteHasNoChannel("if (WARN_ON(!file_channel(file))) return -EINVAL;");
        assertThat(verdict.status()).isEqualTo(Status.FAILED);
        assertThat(verdict.outcome().message()).isEqualTo("The kernel gave a warning during the calls.");
        ExplainedOops oops = Objects.requireNonNull(verdict.outcome().oops());
        assertThat(oops.title()).startsWith("WARNING: at ").doesNotContain("PID");
        assertThat(oops.place()).contains("message_slot.c:");
    }

    @Test
    void warningOfUnloadingIsAMatterOfUnloading() throws Exception {
        Path path = kitWith("	/* step 7: call-clear { */", "	WARN_ON(1);");
        Grade alone = grade(path, "write-length-128");
        assertThat(verdict(alone, "write-length-128").outcome().message())
                .isEqualTo("The kernel gave a warning during unloading.");
        Grade both = grade(path, "write-length-128", "load-repeatedly");
        assertThat(verdict(both, "write-length-128").passed()).isTrue();
        assertThat(verdict(both, "load-repeatedly").status()).isEqualTo(Status.FAILED);
    }

    @Test
    void whatAnAnswerWasWrongBeforeDoesNotHideDamage() throws Exception {
        Path path = kitWith(
                "	if (length == 0 || length > sizeof(text))\n		return -EMSGSIZE;",
                "	if (length > sizeof(text)) {\n		char *volatile p = kmalloc(100, GFP_KERNEL);\n\n"
                        + "		p[128] = 0;\n		kfree(p);\n		return -EINVAL;\n	}");
        Verdict verdict = verdict(grade(path, "heap-refused-write"), "heap-refused-write");
        assertThat(verdict.status()).isEqualTo(Status.CRASHED);
        assertThat(verdict.outcome().message()).isEqualTo("The kernel found itself damaged during the calls.");
    }

    @Test
    void moduleThatDoesNotCompileIsNoFaultOfItsPrograms() throws Exception {
        Path path = kitWith("MODULE_LICENSE(\"GPL\");", "this is no C");
        Grade grade = grade(path, "write-then-read", "sender-no-such-file");
        assertThat(verdict(grade, "read-returns-length").status()).isEqualTo(Status.BUILD_FAILED);
        assertThat(verdict(grade, "sender-no-such-file").status()).isEqualTo(Status.PASSED);
    }

    @Test
    void moduleThatDoesNotLoadFailsWhatNeedsIt() throws Exception {
        Path path = kitWith("	int error = parameters_check();", "	int error = -ENODEV;");
        Grade grade = grade(path, "write-then-read", "faults", "no-memory");
        assertThat(verdict(grade, "open-no-memory").status()).isEqualTo(Status.FAILED);
        assertThat(verdict(grade, "write-fault-then-write").status()).isEqualTo(Status.NOT_RUN);
        assertThat(verdict(grade, "open-no-memory").outcome().message()).contains("ENODEV");
        assertThat(grade.gradable()).isTrue();
    }

    /** What comes of a kit's module that does something else than to refuse a write without a channel. */
    private Verdict whereAWriteHasNoChannel(String code) throws Exception {
        Path path = kitWith("	if (!file_channel(file))\n		return -EINVAL;", "	" + code);
        return verdict(grade(path, "write-without-channel"), "write-without-channel");
    }

    @Test
    void callThatNeverReturnsIsHung() throws Exception {
        Verdict verdict = whereAWriteHasNoChannel("for (;;) cpu_relax();");
        assertThat(verdict.status()).isEqualTo(Status.HUNG);
        assertThat(verdict.outcome().got()).startsWith("it is in ").endsWith(" [message_slot]");
        assertThat(Objects.requireNonNull(verdict.outcome().oops()).meaning())
                .startsWith("The kernel runs in a loop that does not end");
    }

    @Test
    void callThatSleepsForEverSaysWhere() throws Exception {
        Verdict verdict = whereAWriteHasNoChannel("set_current_state(TASK_UNINTERRUPTIBLE); schedule();");
        assertThat(verdict.status()).isEqualTo(Status.HUNG);
        ExplainedOops oops = Objects.requireNonNull(verdict.outcome().oops());
        assertThat(oops.place()).contains("message_slot.c:");
        assertThat(oops.meaning()).matches("schedule at message_slot\\.c:\\d+ waits for ever\\.");
        assertThat(verdict.outcome().kernelLog()).contains("The threads wait in:", oops.function());
    }

    @Test
    void crashIsToldWithoutTheAddressThatIsAnotherEachTime() throws Exception {
        Verdict verdict = whereAWriteHasNoChannel("*(volatile int *)((unsigned long)file & ~(1UL << 62)) = 1;");
        assertThat(verdict.status()).isEqualTo(Status.CRASHED);
        assertThat(verdict.outcome().got()).contains("general protection fault").doesNotContainPattern("[0-9a-f]{16}");
    }
}
