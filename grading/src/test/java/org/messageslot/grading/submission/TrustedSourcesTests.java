// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.submission.Part.PartState;
import org.messageslot.grading.submission.Sandbox.JobEnd;
import org.messageslot.guest.KernelSeries;

/** Sources that somebody answers for, compiled where no sandbox can be had: the same comes of them, and it is said. */
class TrustedSourcesTests {

    @TempDir
    private Path folder;

    private StudentBuild trusting;
    private StudentBuild careful;

    @BeforeEach
    void prepare() throws Exception {
        Path headers = Compilers.kernel(KernelSeries.V6_1).headers();
        Path cache = folder.resolve("builds");
        trusting = StudentBuild.against(headers, cache, Sandbox.none(), SlotArtifacts.ALL);
        careful = Compilers.of(KernelSeries.V6_1, Files.createDirectories(cache));
    }

    @Test
    void theSameIsBuiltAndFoundAsInASandbox() throws Exception {
        Build trusted = trusting.of(Handed.honest().submission());
        Build kept = careful.of(Handed.honest().submission());
        assertThat(trusted.parts()).isEqualTo(kept.parts());
        assertThat(trusted.constants()).isEqualTo(kept.constants()).isNotEmpty();
        assertThat(trusted.module()).hasValueSatisfying(file -> assertThat(file).isNotEmptyFile());
        assertThat(trusted.program(SlotArtifacts.SENDER)).isPresent();
    }

    @Test
    void aBuildWithoutASandboxSaysSoAndIsNoOtherOnes() throws Exception {
        assertThat(trusting.of(Handed.honest().submission()).remarks()).contains(StudentBuild.WITHOUT_SANDBOX);
        assertThat(careful.of(Handed.honest().submission()).remarks()).doesNotContain(StudentBuild.WITHOUT_SANDBOX);
        assertThat(trusting.of(Handed.honest().submission()).remarks()).contains(StudentBuild.WITHOUT_SANDBOX);
    }

    /** No name of this machine stands in what the author reads. */
    @Test
    void theCompilersWordsNameFilesAsTheyWereHandedIn() throws Exception {
        Handed wrong = Handed.honest().module(Handed.MODULE + "\nint broken(void) { return nothing; }\n");
        Part part = trusting.of(wrong.submission()).part(SlotArtifacts.MODULE);
        assertThat(part.state()).isEqualTo(PartState.FAILED);
        assertThat(part.words())
                .isEqualTo(careful.of(wrong.submission())
                        .part(SlotArtifacts.MODULE)
                        .words())
                .contains("message_slot.c:");
    }

    @Test
    void limitsHoldWithoutASandboxToo() throws Exception {
        Sandbox.JobLimits limits = Sandbox.JobLimits.ofCompilers();
        Sandbox.Job loud = new Sandbox.Job(List.of("/usr/bin/yes"), folder, Map.of(), limits);
        assertThat(Sandbox.none().run(loud).end()).isEqualTo(JobEnd.TOO_LOUD);
        Sandbox.Job large = new Sandbox.Job(
                List.of("/usr/bin/bash", "-c", "head -c 100000000 /dev/zero >/build/large"), folder, Map.of(), limits);
        assertThat(Sandbox.none().run(large).isSuccess()).isFalse();
        assertThat(folder.resolve("large")).hasSize(limits.fileSize());
    }

    @Test
    void aNameIsChangedOnlyWhereItIsAWholeName() throws Exception {
        Path here = Files.createDirectories(folder.resolve("here"));
        Sandbox.Job echo = new Sandbox.Job(
                List.of("/usr/bin/echo", "/build/a M=/build -I/build /rebuild /build.c x/build /builds"),
                here,
                Map.of(),
                Sandbox.JobLimits.ofCompilers());
        assertThat(Sandbox.none().places(echo).outside(echo.command().get(1)))
                .isEqualTo(here + "/a M=" + here + " -I" + here + " /rebuild /build.c x/build /builds");
        assertThat(Sandbox.none().run(echo).output()).startsWith("/build/a M=/build ");
    }
}
