// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.submission.Part.PartState;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.KernelTree;
import org.messageslot.guest.RequiresGuest;

/** Submissions compiled in guests: as in the sandbox of this machine, byte for byte, and as safely. Emulated, each takes minutes. */
@RequiresGuest
@Tag("slow")
class GuestSandboxTests {

    @TempDir
    private static Path cache;

    private static KernelTree kernel;
    private static StudentBuild inGuest;

    @BeforeAll
    static void prepare() throws Exception {
        kernel = Compilers.kernel(KernelSeries.V6_1);
        Sandbox guest = new GuestSandbox(kernel, step -> System.err.println("compile guest: " + step));
        inGuest = StudentBuild.against(
                kernel.headers(), Files.createDirectories(cache.resolve("guest")), guest, SlotArtifacts.ALL);
    }

    @Test
    void bothWaysMakeTheSameFilesAndSayTheSame() throws Exception {
        StudentBuild here = StudentBuild.against(
                kernel.headers(),
                Files.createDirectories(cache.resolve("host")),
                Compilers.sandbox(),
                SlotArtifacts.ALL);
        Submission handed = Handed.honest()
                .module(Handed.MODULE + "static int unused;\n")
                .sender(Handed.PROGRAM + "int f(int x) { int y = x; }\n")
                .submission();
        Build one = here.of(handed);
        Build other = inGuest.of(handed);
        assertThat(other.parts()).isEqualTo(one.parts());
        assertThat(other.constants()).isEqualTo(one.constants());
        assertThat(other.remarks()).isEqualTo(one.remarks());
        assertThat(one.part(SlotArtifacts.SENDER).words()).contains("control reaches end of non-void function");
        for (String file : List.of("message_slot.ko", "message_sender", "message_reader")) {
            assertThat(other.folder().resolve(file))
                    .hasSameBinaryContentAs(one.folder().resolve(file));
        }
    }

    @Test
    void hostileSourcesEndAsElsewhere() throws Exception {
        StringBuilder loud = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            loud.append("int f").append(i).append("(void) { }\n");
        }
        Build result = inGuest.of(Handed.honest()
                .module("#include __FILE__\n")
                .sender(loud.toString())
                .with("message_reader.c", "#include \"/dev/zero\"\n#include \"/proc/self/environ\"\n")
                .submission());
        assertThat(failed(result, SlotArtifacts.MODULE)).contains("#include nested depth");
        assertThat(failed(result, SlotArtifacts.SENDER)).startsWith("Stopped: the compiler printed more than 1 MB.");
        assertThat(failed(result, SlotArtifacts.READER)).contains("fatal error: /dev/zero: No such file or directory");
    }

    @Test
    void macrosThatGrowWithoutEndAreStopped() throws Exception {
        StringBuilder macros = new StringBuilder("#define M0 x = x + 1;\n");
        for (int i = 1; i < 40; i++) {
            macros.append("#define M" + i + " M" + (i - 1) + " M" + (i - 1) + "\n");
        }
        Build result = inGuest.of(Handed.honest()
                .sender(macros + "void bomb(int x)\n{\n\tM39\n}\n")
                .with("message_reader.c", "char huge[1 << 30] = {1};\nint main(void) { return 0; }\n")
                .module("int x = ;\n")
                .submission());
        assertThat(failed(result, SlotArtifacts.SENDER)).startsWith("Stopped: compiling takes more than");
        assertThat(failed(result, SlotArtifacts.READER))
                .startsWith("Stopped: what it compiles to is larger than 64 MB.");
    }

    private static String failed(Build result, Role role) {
        assertThat(result.part(role).state()).isEqualTo(PartState.FAILED);
        return result.part(role).words();
    }
}
