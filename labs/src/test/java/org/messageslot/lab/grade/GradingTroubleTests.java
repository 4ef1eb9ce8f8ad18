// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.CacheFolder;
import org.messageslot.guest.GuestNeeds.Need;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.lab.LabProcess;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.setup.Needs;

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

    /** A compiler that fails where there is little room is not taken for a full disk. */
    @Test
    void aSmallTmpIsNotUsed() throws Exception {
        boolean root = System.getProperty("user.name").equals("root");
        assumeTrue(root || System.getenv("CI") != null, "Only root can make /tmp small.");
        Path broken = Files.createDirectories(Path.of("target/small-tmp"));
        Files.writeString(broken.resolve("message_slot.c"), "int nothing(void) { return nothing_at_all; }\n");
        Outcome outcome = LabProcess.standard()
                .under("unshare", "--mount", "sh", "-c", "mount -t tmpfs -o size=60m none /tmp && exec \"$0\" \"$@\"")
                .run("grade", broken.toString(), "--only", GRADE[3]);
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.out()).contains("message_slot.c does not build", "nothing_at_all");
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
                .contains("qemu-system-x86, util-linux are missing")
                .contains("none of apt, dnf and pacman")
                .doesNotContain("\tat ");
    }

    /** A guest that compiles takes minutes: it is offered, and not begun in silence. */
    @Test
    void whatCouldBeInstalledIsAskedFor() throws Exception {
        Path tools = Files.createDirectories(folder.resolve("bin"));
        for (Need need : Needs.forGrading()) {
            if (!need.equals(Needs.bubblewrap().replacedUnless(false))
                    && !need.file().endsWith(".a")) {
                Files.createSymbolicLink(
                        tools.resolve(need.file()), need.find().orElseThrow().toRealPath());
            }
        }
        Path apt = Files.writeString(tools.resolve("apt-get"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(apt, PosixFilePermissions.fromString("rwxr-xr-x"));
        Outcome outcome = LabProcess.standard()
                .option("-Duser.name=student")
                .with("PATH", tools.toString())
                .run(GRADE);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(outcome.err())
                .isEqualTo("lab: bubblewrap is missing; install with: sudo apt-get install --no-install-recommends"
                        + " bubblewrap; or set MSGSLOT_COMPILE=guest, and a guest compiles, in minutes\n");
    }

    /** A stub stands in for the bubblewrap of a machine that forbids namespaces. */
    private LabProcess withoutNamespaces() throws IOException {
        Path stub = folder.resolve("bwrap");
        Files.writeString(stub, "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n");
        Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
        return LabProcess.standard()
                .under(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind '" + stub + "' /usr/bin/bwrap && exec \"$0\" \"$@\"");
    }

    @Test
    void whereNamespacesAreForbiddenOnesOwnModuleIsGradedOnTrust() throws Exception {
        boolean root = System.getProperty("user.name").equals("root");
        assumeTrue(root || System.getenv("CI") != null, "Only root can put a stub in the place of bubblewrap.");
        LabProcess lab = withoutNamespaces();
        Outcome refused = withoutNamespaces().with("MSGSLOT_COMPILE", "host").run(GRADE);
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCode.MISSING);
        assertThat(refused.err()).contains("lab grade --trust-sources").doesNotContain("\tat ");
        String out = folder.resolve("out").toString();
        Outcome trusted = lab.run("grade", "../kernel", "--only", GRADE[3], "--trust-sources", "--out", out);
        assertThat(trusted.exitCode()).as(trusted.out() + trusted.err()).isZero();
        assertThat(trusted.out().replaceAll("\\s+", " ")).contains("1 passed", "Compiled without a sandbox");
        for (String report : List.of("grade.json", "grade.html")) {
            assertThat(folder.resolve("out").resolve(report)).content().contains("Compiled without a sandbox");
        }
    }

    @Test
    void othersWorkIsCompiledWithoutASandboxOnlyByItsOwnOption() throws Exception {
        String out = folder.resolve("out").toString();
        Path all = folder.resolve("class");
        Path handedIn = Files.createDirectories(all.resolve("one"));
        for (String file : List.of("message_slot.c", "message_slot.h", "message_sender.c", "message_reader.c")) {
            Files.copy(Path.of("../kernel", file), handedIn.resolve(file));
        }
        String[] grade = {"grade", all.toString(), "--class", "--only", GRADE[3], "--out", out, "--yes", ""};
        grade[8] = "--trust-sources";
        Outcome refused = LabProcess.standard().run(grade);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err())
                .contains("--trust-sources is for a module of your own")
                .contains("--trust-class");
        grade[8] = "--trust-class";
        Outcome trusted = LabProcess.standard().run(grade);
        assertThat(trusted.exitCode()).as(trusted.out() + trusted.err()).isZero();
        assertThat(folder.resolve("out/index.html")).content().contains("1 submission compiled without a sandbox");
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
