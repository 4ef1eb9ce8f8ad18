// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's compilers in guests. The first test of all fetches them and boots such a guest, which takes minutes. */
@RequiresGuest
@Tag("slow")
class CompileGuestTests {

    private static CompileGuest guests;

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare() throws Exception {
        KernelTree kernel = KernelTree.of(KernelSeries.V6_1, step -> {});
        guests = CompileGuest.of(kernel, step -> System.err.println("compile guest: " + step));
    }

    private CompileWork.CompileResult run(Duration cpu, int output, Map<String, Path> readOnly, String script)
            throws Exception {
        return guests.run(new CompileWork(
                List.of("/usr/bin/bash", "-c", script),
                Map.of("LC_ALL", "C.UTF-8"),
                folder,
                readOnly,
                cpu,
                Duration.ofMinutes(2),
                1L << 30,
                64L << 20,
                64,
                output));
    }

    @Test
    void workSeesItsFoldersAndNothingElse() throws Exception {
        Path sources = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(sources.resolve("given.h"), "given");
        String script = """
                cat /submission/given.h; echo
                echo made > new; ln -s /etc/passwd link; mkdir sub; echo below > sub/file
                echo x > /submission/given.h
                cat /proc/version; ls /dev; head -c 1 /init
                gcc -print-file-name=libc.a; ls -d /kernel/usr/src/linux-headers-*-common
                """;
        CompileWork.CompileResult result = run(Duration.ofSeconds(20), 1 << 16, Map.of("/submission", sources), script);
        assertThat(result.exitCode()).isZero();
        assertThat(result.output().lines())
                .startsWith("given")
                .contains("null", "cat: can't open '/proc/version': Permission denied")
                .anyMatch(line -> line.matches("/usr/bin/bash: line \\d: /submission/given.h: Permission denied"))
                .anyMatch(line -> line.startsWith("head: /init: Permission denied"))
                .anyMatch(line -> line.endsWith("/libc.a"))
                .anyMatch(line -> line.startsWith("/kernel/usr/src/"))
                .doesNotContain("zero", "random", "kmsg");
        assertThat(folder.resolve("new")).hasContent("made");
        assertThat(folder.resolve("sub/file")).hasContent("below");
        assertThat(folder.resolve("link")).doesNotExist();
        assertThat(sources.resolve("given.h")).hasContent("given");
    }

    @Test
    void filesOfManyMegabytesComeOutWhole() throws Exception {
        run(
                Duration.ofSeconds(20),
                100,
                Map.of(),
                "dd if=/usr/bin/busybox of=large bs=1M seek=12 2>/dev/null; echo end >> large");
        assertThat(Files.size(folder.resolve("large"))).isGreaterThan(13 << 20);
        try (Stream<String> lines =
                Files.lines(folder.resolve("large"), java.nio.charset.StandardCharsets.ISO_8859_1)) {
            assertThat(lines.reduce("", (before, line) -> line)).endsWith("end");
        }
    }

    @Test
    void workThatPrintsWithoutEndIsEndedAtItsLimit() throws Exception {
        CompileWork.CompileResult result = run(Duration.ofSeconds(20), 1000, Map.of(), "while :; do echo words; done");
        assertThat(result.cut()).isTrue();
        assertThat(result.timedOut()).isFalse();
        assertThat(result.output()).hasSizeBetween(1000, 1001);
    }

    @Test
    void workThatComputesWithoutEndIsEndedByASignal() throws Exception {
        CompileWork.CompileResult result = run(Duration.ofSeconds(1), 1000, Map.of(), "while :; do :; done");
        assertThat(result.exitCode()).isEqualTo(128 + 24);
    }

    @Test
    void aFileBeyondItsLimitIsNotWritten() throws Exception {
        String compiler = "/usr/lib/gcc/*/12/cc1 ";
        CompileWork.CompileResult result =
                run(Duration.ofSeconds(20), 1000, Map.of(), "cat " + compiler.repeat(3) + "> large");
        assertThat(result.exitCode()).isEqualTo(128 + 25);
    }
}
