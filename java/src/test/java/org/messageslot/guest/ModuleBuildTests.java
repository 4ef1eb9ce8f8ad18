// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds for kernels of tomorrow: a Makefile stands for their headers. */
final class ModuleBuildTests {

    @TempDir
    private Path folder;

    private KernelTree kernel(String rule) throws IOException {
        Cache cache = new Cache(folder);
        Path entry = cache.entry("kernels", "6.99-test_1", made -> {
            Path headers = Files.createDirectories(made.resolve("usr/src/linux-headers-6.99-test"));
            Files.writeString(headers.resolve("Makefile"), "modules:\n\t" + rule + "\n");
            Files.createDirectories(made.resolve("usr/lib"));
            Files.createDirectories(made.resolve("boot"));
            Files.writeString(made.resolve("boot/vmlinuz-6.99-test"), "");
        });
        return new KernelTree(KernelSeries.V6_1, "6.99-test", "1", entry, "6.99-test_1");
    }

    @Test
    void aProgramThatTheBuildCallsAndThatIsMissingIsNamed() throws Exception {
        for (String call : new String[] {"@tool-of-tomorrow --encode x", "@cd . && tool-of-tomorrow --encode x"}) {
            KernelTree kernel = kernel(call);
            assertThatThrownBy(() -> ModuleBuild.tryOut(kernel, Cache.ofUser(), step -> {}))
                    .isInstanceOf(GuestUnavailableException.class)
                    .hasMessage("Building a module for Linux 6.99-test calls tool-of-tomorrow, which is not on this"
                            + " machine; install it (Debian: apt-get install tool-of-tomorrow).");
            FileTree.delete(folder.resolve("kernels"));
        }
    }

    @Test
    void anyOtherFailureIsToldInTheBuildsWords() throws Exception {
        KernelTree kernel = kernel("@echo 'no such symbol'; exit 1");
        assertThatThrownBy(() -> ModuleBuild.tryOut(kernel, Cache.ofUser(), step -> {}))
                .isNotInstanceOf(GuestUnavailableException.class)
                .hasMessageContaining("no such symbol");
    }

    @Test
    void labsOnDebian13RunItsOwnKernel() throws Exception {
        Path release = folder.resolve("os-release");
        Files.writeString(release, "PRETTY_NAME=\"Debian\"\nID=debian\nVERSION_ID=\"13\"\n");
        assertThat(KernelSeries.ofDebian(release)).isEqualTo(KernelSeries.V6_12);
        Files.writeString(release, "ID=debian\nVERSION_ID=\"12\"\n");
        assertThat(KernelSeries.ofDebian(release)).isEqualTo(KernelSeries.V6_1);
        Files.writeString(release, "ID=ubuntu\nVERSION_ID=\"13\"\n");
        assertThat(KernelSeries.ofDebian(release)).isEqualTo(KernelSeries.V6_1);
        assertThat(KernelSeries.ofDebian(folder.resolve("none"))).isEqualTo(KernelSeries.V6_1);
    }
}
