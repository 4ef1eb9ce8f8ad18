// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.CacheFolder;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.lab.LabProcess.Outcome;

/** What keeps the machine from judging costs nobody a point: a full disk, a tool that is missing, a damaged snapshot. */
@RequiresGuest
class GradingTroubleTests {

    private static final String[] GRADE = {"grade", "../kernel", "--only", "write-returns-length"};

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    /** {@return a cache of its own in which all but one folder is what the user's cache has} */
    private Path cacheWithout(String name) throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        Path real = CacheFolder.named(name).toAbsolutePath().getParent();
        try (Stream<Path> all = Files.list(real)) {
            for (Path one : all.toList()) {
                if (!one.endsWith(name)) {
                    Files.createSymbolicLink(cache.resolve(one.getFileName()), one);
                }
            }
        }
        Files.createDirectories(cache.resolve(name));
        return cache;
    }

    private static void assertUngradable(Outcome outcome, String because) {
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(ExitCode.MISSING);
        assertThat(outcome.out().replaceAll("\\s+", " "))
                .contains("1 check could not be judged.")
                .contains(because)
                .contains("no score.");
        assertThat(outcome.out() + outcome.err()).doesNotContain("\tat ").doesNotContain("Exception");
    }

    /** Both folders that grading fills, each on a disk that has hardly any room. */
    @Test
    @Tag("slow")
    void aFullDiskIsNotTheStudentsFault() throws Exception {
        boolean root = System.getProperty("user.name").equals("root");
        assumeTrue(root || System.getenv("CI") != null, "Only root can give the cache a disk of its own.");
        for (String filled : List.of("loaded", "submissions")) {
            Path cache = cacheWithout(filled);
            String disk = "mount -t tmpfs -o size=40k none '" + cache.resolve(filled) + "' && exec \"$0\" \"$@\"";
            Outcome outcome = LabProcess.standard()
                    .with("MSGSLOT_CACHE", cache.toString())
                    .under("unshare", "--mount", "sh", "-c", disk)
                    .run(GRADE);
            assertUngradable(outcome, "No space left on device");
            try (Stream<Path> links = Files.list(cache)) {
                for (Path link : links.toList()) {
                    Files.delete(link);
                }
            }
        }
    }

    @Test
    void aMissingToolIsNamed() throws Exception {
        Path tools = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("sh", "env", "gcc", "make")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin").resolve(tool));
        }
        Outcome outcome = LabProcess.standard().with("PATH", tools.toString()).run(GRADE);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(outcome.err())
                .startsWith("lab: ")
                .contains("qemu-system-x86, util-linux, ")
                .contains("bubblewrap are missing")
                .contains("no apt")
                .doesNotContain("\tat ");
    }

    @Test
    @Tag("slow")
    void aDamagedSnapshotIsMadeAnew() throws Exception {
        Path cache = cacheWithout("snapshots");
        LabProcess lab = LabProcess.standard().with("MSGSLOT_CACHE", cache.toString());
        assertThat(lab.run(GRADE).exitCode()).isZero();
        Path memory;
        try (Stream<Path> all = Files.walk(cache.resolve("snapshots"))) {
            memory = all.filter(file -> file.endsWith("ram")).findFirst().orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(memory.toFile(), "rw")) {
            byte[] noise = new byte[1 << 20];
            new Random(1).nextBytes(noise);
            for (int at = 16; at < file.length() >> 20; at++) {
                file.seek((long) at << 20);
                file.write(noise);
            }
        }
        Outcome outcome = lab.run(GRADE);
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).contains("1 check, counted exactly once: 1 passed.");
        assertThat(outcome.err()).contains("once, to keep a snapshot");
    }
}
