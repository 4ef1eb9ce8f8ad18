// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.submission.Part.PartState;
import org.messageslot.grading.submission.Sandbox.JobEnd;
import org.messageslot.guest.KernelSeries;

/** Sources that want something of the machine that compiles them: they get nothing, and the next submission is unharmed. */
class HostileSourceTests {

    private static final String SECRET = "messageslot-secret-4711";

    @TempDir
    private static Path cache;

    @TempDir
    private Path host;

    private static StudentBuild build;

    @BeforeAll
    static void prepare() throws Exception {
        build = Compilers.of(KernelSeries.V6_1, Files.createDirectories(cache.resolve("builds")));
    }

    @BeforeEach
    void hideASecret() throws Exception {
        Files.writeString(host.resolve("secret"), SECRET + "\n");
    }

    private static Build of(Handed handed) throws Exception {
        return build.of(handed.submission());
    }

    private static String failed(Build result, Role role) {
        assertThat(result.part(role).state()).isEqualTo(PartState.FAILED);
        assertThat(result.part(role).words()).doesNotContain(SECRET).doesNotContain("root:");
        return result.part(role).words();
    }

    /** The module and the sender both, for they are compiled in different ways. */
    private static void assertBothFail(String line, String words) throws Exception {
        Build result = of(Handed.honest().module(line + "\n" + Handed.MODULE).sender(line + "\n" + Handed.PROGRAM));
        assertThat(failed(result, SlotArtifacts.MODULE)).contains(words);
        assertThat(failed(result, SlotArtifacts.SENDER)).contains(words);
        assertThat(result.part(SlotArtifacts.READER).isBuilt()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/etc/shadow",
                "/etc/hostname",
                "/root/.bashrc",
                "/proc/self/environ",
                "/proc/version",
                "/sys/kernel/notes",
                "/dev/zero",
                "/dev/random",
                "/dev/stdin",
                "/dev/tty",
                "/home",
                "/var/log/dpkg.log",
                "../../../../../../etc/passwd"
            })
    void filesOfTheHostCannotBeIncluded(String path) throws Exception {
        assertBothFail("#include \"" + path + "\"", "error:");
    }

    @Test
    void aSecretFileOfTheHostCannotBeIncluded() throws Exception {
        assertBothFail("#include \"" + host.resolve("secret") + "\"", "No such file or directory");
    }

    @Test
    void filesOfTheHostCannotBeIncludedAsBytes() throws Exception {
        for (String path :
                List.of("/etc/passwd", "/dev/zero", host.resolve("secret").toString())) {
            assertBothFail("__asm__(\".data\\n.incbin \\\"" + path + "\\\"\");", "Error:");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "Disk quota exceeded",
                "gcc: fatal error: Killed signal terminated program cc1",
                "virtual memory exhausted: Cannot allocate memory",
                "Creating new namespace failed: Operation not permitted"
            })
    void whatSourcesMakeACompilerSayIsNotBelieved(String words) throws Exception {
        Build failed = of(Handed.honest().module("#error \"" + words + "\"\n" + Handed.MODULE));
        assertThat(failed(failed, SlotArtifacts.MODULE)).contains(words);
        Build said = of(Handed.honest().module("#pragma message \"" + words + "\"\n" + Handed.MODULE));
        assertThat(said.part(SlotArtifacts.MODULE).isBuilt()).isTrue();
        assertThat(said.part(SlotArtifacts.MODULE).words()).doesNotContain("Stopped:");
    }

    @Test
    void aModuleOfTwentyMegabytesIsRefusedAsTheStudentsAffair() throws Exception {
        String large = "char large[20 << 20] __attribute__((section(\".data\"))) = {1};\n";
        Build result = of(Handed.honest().module(Handed.MODULE + large).sender(Handed.PROGRAM + large));
        assertThat(failed(result, SlotArtifacts.MODULE)).contains("8388608 is the most that is taken");
        assertThat(failed(result, SlotArtifacts.SENDER)).contains("8388608 is the most that is taken");
    }

    @Test
    void whatReachesBeyondAModuleIsRemarkedWithItsLine() throws Exception {
        String reaching = "#include <linux/kdebug.h>\nstatic struct notifier_block block;\n"
                + "void reach(void);\nvoid reach(void)\n{\n\tregister_die_notifier(&block);\n}\n";
        Build result = of(Handed.honest().module(Handed.MODULE + reaching));
        int line = (int) Handed.MODULE.lines().count() + 6;
        assertThat(result.remarks())
                .contains("The module uses register_die_notifier (message_slot.c, line " + line
                        + "), which sees crashes before the kernel tells of them; no message slot needs that.");
        assertThat(of(Handed.honest()).remarks()).isEmpty();
    }

    @Test
    void theLimitOfProductsIsMetToTheByte() {
        Sandbox.JobResult fine = new Sandbox.JobResult(JobEnd.EXITED, 0, "");
        byte[] most = new byte[SubmissionLimits.PRODUCT];
        byte[] more = new byte[SubmissionLimits.PRODUCT + 1];
        assertThat(Product.built(fine, "x", Map.of("x", most), List.of()).part().isBuilt())
                .isTrue();
        assertThat(Product.built(fine, "x", Map.of("x", more), List.of()).part().isBuilt())
                .isFalse();
    }

    @Test
    void aHeaderBesideAFolderOfItsNameHarmsOnlyItself() throws Exception {
        Build result = of(Handed.honest()
                .without("message_slot.h")
                .with("Message_Slot.h", Handed.HEADER)
                .with("message_slot.h/list.h", "int x;"));
        assertThat(result.part(SlotArtifacts.READER).isBuilt()).isFalse();
    }

    @Test
    void whetherAFileExistsIsNotTold() throws Exception {
        Build result = of(Handed.honest().header("""
                #if __has_include("/etc/passwd") || __has_include("/proc/self/maps") || __has_include("%s")
                #define MSG_SLOT_CHANNEL 1
                #else
                #define MSG_SLOT_CHANNEL 2
                #endif
                #define MAJOR_NUM 235
                """.formatted(host.resolve("secret"))));
        assertThat(result.number(SlotArtifacts.CHANNEL)).hasValue(2);
    }

    @Test
    void messagesQuoteNoFileOfTheHost() throws Exception {
        assertBothFail(
                "#line 1 \"" + host.resolve("secret")
                        + "\"\nint x = nothing;\n#line 1 \"/etc/passwd\"\nint y = nothing;",
                "nothing");
    }

    @Test
    void aGigabyteOfDataIsTooLarge() throws Exception {
        Build result = of(Handed.honest()
                .module(Handed.MODULE + "char huge[1 << 30] = {1};\n")
                .sender(Handed.PROGRAM + "char huge[1 << 30] = {1};\n"));
        assertThat(failed(result, SlotArtifacts.MODULE))
                .startsWith("Stopped: what it compiles to is larger than 64 MB.");
        assertThat(failed(result, SlotArtifacts.SENDER))
                .startsWith("Stopped: what it compiles to is larger than 64 MB.");
    }

    @Test
    void aGigabyteByTheAssemblerIsTooLarge() throws Exception {
        Build result = of(Handed.honest().module(Handed.MODULE + "asm(\".data\\n.fill 1 << 30, 1, 1\");\n"));
        assertThat(failed(result, SlotArtifacts.MODULE)).startsWith("Stopped: ");
    }

    @Test
    void macrosThatGrowWithoutEnd() throws Exception {
        StringBuilder macros = new StringBuilder("#define M0 x = x + 1;\n");
        for (int i = 1; i < 40; i++) {
            macros.append("#define M" + i + " M" + (i - 1) + " M" + (i - 1) + "\n");
        }
        String bomb = macros + "void bomb(int x);\nvoid bomb(int x) { M39 }\n";
        Build result = of(Handed.honest().sender(Handed.PROGRAM + bomb));
        assertThat(failed(result, SlotArtifacts.SENDER)).startsWith("Stopped: compiling takes more than");
    }

    @Test
    void includesThatGrowWithoutEnd() throws Exception {
        Build result = of(Handed.honest()
                .with("bomb.h", "#include \"bomb.h\"\n#include \"bomb.h\"\n")
                .module("#include \"bomb.h\"\n"));
        assertThat(failed(result, SlotArtifacts.MODULE)).contains("#include nested depth");
    }

    @Test
    void aHeaderThatNeverEndsCostsNoMoreThanItsOwnNumber() throws Exception {
        StringBuilder macros = new StringBuilder("#define M0 1+\n");
        for (int i = 1; i < 40; i++) {
            macros.append("#define M" + i + " M" + (i - 1) + " M" + (i - 1) + "\n");
        }
        Build result = of(Handed.honest()
                .header(macros + "#define MAJOR_NUM 235\n#define MSG_SLOT_CHANNEL (M39 0)\n")
                .module("int x;\n")
                .sender("int main(void) { return 0; }\n")
                .with("message_reader.c", "int main(void) { return 0; }\n"));
        assertThat(result.number(SlotArtifacts.CHANNEL)).isEmpty();
        assertThat(result.part(SlotArtifacts.SENDER).isBuilt()).isTrue();
    }

    @Test
    void messagesWithoutEnd() throws Exception {
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            source.append("int f").append(i).append("(void) { }\n");
        }
        Part sender = of(Handed.honest().sender(source.toString())).part(SlotArtifacts.SENDER);
        assertThat(sender.state()).isEqualTo(PartState.FAILED);
        assertThat(sender.words())
                .startsWith("Stopped: the compiler printed more than 1 MB.")
                .hasSizeLessThan(17_000);
    }

    @Test
    void escapesInMessagesAreShownAndNotObeyed() throws Exception {
        Build result = of(Handed.honest().sender("#error \u001b]0;PASSED\u0007 \u001b[2J \u202e\n"));
        assertThat(failed(result, SlotArtifacts.SENDER))
                .contains("\\x1b[2J")
                .doesNotContain("\u001b")
                .doesNotContain("\u202e");
    }

    @Test
    void theStudentsMakefileIsNeverRun() throws Exception {
        Path mark = host.resolve("mark");
        String evil = "$(shell touch " + mark + ")\nall:\n\ttouch " + mark + "\nobj-m := evil.o\n";
        Build result =
                of(Handed.honest().with("Makefile", evil).with("Kbuild", evil).with("GNUmakefile", evil));
        assertThat(result.part(SlotArtifacts.MODULE).isBuilt()).isTrue();
        assertThat(mark).doesNotExist();
    }

    @Test
    void pragmasAndPluginsDoNothing() throws Exception {
        Build result = of(Handed.honest()
                .sender("#pragma GCC plugin \"/build/evil.so\"\n#pragma GCC dependency \"/etc/passwd\"\n"
                        + Handed.PROGRAM));
        String words = result.part(SlotArtifacts.SENDER).words();
        assertThat(words).doesNotContain("root:");
        assertThat(result.part(SlotArtifacts.READER).isBuilt()).isTrue();
    }

    @Test
    void constructorsAreCompiledAndNeverRun() throws Exception {
        Path mark = host.resolve("mark");
        Build result = of(Handed.honest()
                .sender("#include <stdio.h>\n" + Handed.PROGRAM
                        + "__attribute__((constructor)) static void evil(void) { fopen(\"" + mark + "\", \"w\"); }\n"));
        assertThat(result.part(SlotArtifacts.SENDER).isBuilt()).isTrue();
        assertThat(mark).doesNotExist();
    }

    @Test
    void annotationProcessorsNeverRun() throws Exception {
        Path mark = host.resolve("mark");
        Build result = of(Handed.honest()
                .with("META-INF/services/javax.annotation.processing.Processor", "Evil")
                .with("META-INF/services/com.sun.source.util.Plugin", "Evil")
                .with("Evil.java", """
                        public class Evil extends javax.annotation.processing.AbstractProcessor {
                            static { try { new java.io.FileWriter("%s").close(); } catch (java.io.IOException e) { } }
                            public boolean process(
                                java.util.Set<? extends javax.lang.model.element.TypeElement> a,
                                javax.annotation.processing.RoundEnvironment r) { return false; }
                        }
                        """.formatted(mark))
                .with("MessageSender.java", "public class MessageSender { Evil evil; }"));
        assertThat(result.part(SlotArtifacts.JAVA_SENDER).isBuilt())
                .as(result.part(SlotArtifacts.JAVA_SENDER).words())
                .isTrue();
        assertThat(mark).doesNotExist();
    }

    @Test
    void aNumberMadeUpInAssemblyHarmsNobodyElse() throws Exception {
        of(Handed.honest().header("asm(\"messageslot_number:\\n .quad 99999999999999999999\");\n" + Handed.HEADER));
        assertThat(of(Handed.honest()).number(SlotArtifacts.CHANNEL)).hasValue(0x4004eb00L);
    }

    @Test
    void binaryRubbishFailsPlainly() throws Exception {
        byte[] rubbish = new byte[1 << 18];
        new java.util.Random(1).nextBytes(rubbish);
        Build result = of(Handed.honest().with("message_slot.c", rubbish).with("message_sender.c", rubbish));
        failed(result, SlotArtifacts.MODULE);
        assertThat(failed(result, SlotArtifacts.SENDER).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(70_000);
    }

    @Test
    void deepNestingEndsTheCompilerAndNothingElse() throws Exception {
        Build result = of(Handed.honest()
                .sender("int main(void) { return " + "(".repeat(400_000) + "0" + ")".repeat(400_000) + "; }\n"));
        assertThat(result.part(SlotArtifacts.READER).isBuilt()).isTrue();
        assertThat(result.part(SlotArtifacts.SENDER).words()).doesNotContain(SECRET);
    }
}
