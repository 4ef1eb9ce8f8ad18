// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.lab.LabProcess.Outcome;
import org.messageslot.lab.terminal.ExitCode;

/** What people's machines have and ours has not: the command ends with a sentence, or does without. */
class TroubleTests {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static void assumeRoot() {
        assumeTrue(
                "root".equals(System.getProperty("user.name")) || System.getenv("CI") != null,
                "Only root can make this situation.");
    }

    private static LabProcess after(String preparation) {
        return LabProcess.standard().under("unshare", "--mount", "sh", "-c", preparation + " && exec \"$0\" \"$@\"");
    }

    private static Outcome program(Path folder, String... command) {
        return new ProgramRun(folder, Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8"))
                .run(command);
    }

    // Output that gets lost

    @Test
    void aFullDiskGivesAnExitCodeAndASentence() {
        Outcome outcome = LabProcess.standard()
                .under("sh", "-c", "exec \"$0\" \"$@\" >/dev/full")
                .run("tour", "--on", "model");
        assertThat(outcome.err())
                .isEqualTo("lab: not all that was printed could be written: No space left on device.\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aClosedPipeGivesAnExitCodeAndNoWord() {
        Outcome outcome = LabProcess.standard()
                .under("bash", "-c", "(sleep 1; \"$0\" \"$@\"; echo \"exit $?\" >&2) | true")
                .run("tour", "--on", "model");
        assertThat(outcome.err()).isEqualTo("exit 1\n");
    }

    // Folders that run no programs, or are none

    private static final String NOEXEC = "for d in %s; do mount -t tmpfs -o noexec none $d || exit; done";

    @Test
    void aHomeMountedNoexecDoesNotMatter() throws IOException {
        assumeRoot();
        Path home = Files.createDirectories(folder.resolve("home"));
        Outcome outcome = after(NOEXEC.formatted(home))
                .with("MSGSLOT_CACHE", home.resolve("cache").toString())
                .run("read", "/dev/no-slot", "7", "--on", "here");
        assertThat(outcome.err()).startsWith("lab: there is no /dev/no-slot: ENOENT (2)");
    }

    @Test
    void foldersThatAreAllMountedNoexecAreNamed() throws IOException {
        assumeRoot();
        Path home = Files.createDirectories(folder.resolve("home"));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        String folders = String.join(" ", home.toString(), temporary.toString(), "/var/tmp", "/dev/shm");
        Outcome outcome = after(NOEXEC.formatted(folders))
                .with("MSGSLOT_CACHE", home.resolve("cache").toString())
                .with("XDG_CACHE_HOME", home.toString())
                .option("-Duser.home=" + home)
                .option("-Djava.io.tmpdir=" + temporary)
                .run("read", "/dev/no-slot", "7", "--on", "here");
        assertThat(outcome.err())
                .startsWith("lab: Java cannot load the library by which it makes system calls: " + home)
                .contains("mounted noexec; set MSGSLOT_CACHE to a folder of yours on a disk that is not")
                .hasLineCount(1);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
    }

    /** The kernel's build brings programs of its own. */
    @Test
    void aCacheMountedNoexecIsNamedBeforeAKernelIsFetched() throws IOException {
        assumeRoot();
        Path home = Files.createDirectories(folder.resolve("home"));
        LabProcess lab = after(NOEXEC.formatted(home))
                .with("MSGSLOT_CACHE", home.resolve("cache").toString());
        Outcome tour = lab.run("tour", "--on", "guest");
        assertThat(tour.exitCode()).isEqualTo(ExitCode.MISSING);
        assertThat(tour.err())
                .contains(home + "/cache is mounted so that no program in it may be run (noexec)")
                .contains("set MSGSLOT_CACHE to a folder where programs may be run.")
                .doesNotContain("downloading", "\tat ");
        assertThat(lab.run("doctor").out()).contains(home + " is mounted so that no program in it may be run");
    }

    /** {@return whether a folder, and each above it, is everybody's to read} */
    private static boolean isForAll(Path folder) throws IOException {
        for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
            if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static Path libraries() throws URISyntaxException {
        URI library = picocli.CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        return Objects.requireNonNull(Path.of(library).toAbsolutePath().getParent());
    }

    /** As {@code docker run -u 54321}: a number without entry in the list of users, and no home. */
    @ParameterizedTest
    @ValueSource(strings = {"-u HOME -u XDG_CACHE_HOME", "-u XDG_CACHE_HOME HOME=/"})
    void aUserWithoutHomeIsToldToNameAFolder(String home) throws Exception {
        assumeRoot();
        assumeTrue(isForAll(HOME), "The kit is nobody else's to read.");
        assumeTrue(isForAll(libraries()), "Maven's libraries are nobody else's to read.");
        String command = "exec env -u MSGSLOT_CACHE " + home
                + " setpriv --reuid=54321 --regid=54321 --clear-groups \"$0\" \"$@\"";
        Outcome outcome = LabProcess.standard().under("sh", "-c", command).run("doctor");
        assertThat(outcome.out())
                .containsPattern("missing  cache .* cannot be written")
                .contains("you have no home folder: set MSGSLOT_CACHE to a folder that you can write");
        assertThat(outcome.out()).doesNotContain("/?/");
    }

    /** As after {@code sudo ./lab}: the cache is the user's, and one file in it root's. */
    @ParameterizedTest
    @ValueSource(strings = {"locks/kernels-6.1", "kernels/6.1-amd64.current"})
    void oneFileOfRootsInTheCacheIsToldWithTheCommandThatGivesItBack(String name) throws Exception {
        assumeRoot();
        assumeTrue(isForAll(HOME), "The kit is nobody else's to read.");
        assumeTrue(isForAll(libraries()), "Maven's libraries are nobody else's to read.");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path cache = folder.resolve(".cache/message-slot-lab");
        Path file = cache.resolve(name);
        Files.createDirectories(file.getParent());
        for (Path mine : List.of(folder.resolve(".cache"), cache, file.getParent())) {
            Files.setAttribute(mine, "unix:uid", 54321);
        }
        Files.writeString(file, "6.1_1");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String command = "exec env -u MSGSLOT_CACHE -u XDG_CACHE_HOME HOME='" + folder
                + "' setpriv --reuid=54321 --regid=54321 --clear-groups \"$0\" \"$@\"";
        Outcome outcome = LabProcess.standard().under("sh", "-c", command).run("tour", "--on", "guest");
        assertThat(outcome.err())
                .contains("lab: The cache " + cache + " cannot be written; give it back to you (sudo chown -R ");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
    }

    /** As on vboxsf and 9p, the shared folders of virtual machines: a library answers in the place of such a file system. */
    private static final String NO_LOCKS = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <errno.h>
            #include <fcntl.h>
            #include <stdarg.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <unistd.h>

            static int refused(int fd)
            {
            	const char *folder = getenv("WITHOUT_LOCKS");
            	char name[64], path[4096] = "";

            	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
            	return folder && readlink(name, path, sizeof(path) - 1) > 0 && !strncmp(path, folder, strlen(folder));
            }

            #define ANSWER(name) int name(int fd, int command, ...) \\
            { \\
            	int (*real)(int, int, ...) = dlsym(RTLD_NEXT, #name); \\
            	va_list list; \\
            	va_start(list, command); \\
            	void *argument = va_arg(list, void *); \\
            	va_end(list); \\
            	if ((command == F_SETLK || command == F_SETLKW) && refused(fd)) { \\
            		errno = ENOLCK; \\
            		return -1; \\
            	} \\
            	return real(fd, command, argument); \\
            }
            ANSWER(fcntl)
            ANSWER(fcntl64)
            """;

    @Test
    void aCacheWithoutLocksWillDo() throws IOException {
        Files.writeString(folder.resolve("locks.c"), NO_LOCKS);
        Outcome built = program(folder, "gcc", "-shared", "-fPIC", "-o", "locks.so", "locks.c", "-ldl");
        assertThat(built.exitCode()).as(built.err()).isZero();
        Outcome outcome = LabProcess.standard()
                .with("LD_PRELOAD", folder.resolve("locks.so").toString())
                .with("WITHOUT_LOCKS", folder.toRealPath().toString())
                .with("MSGSLOT_CACHE", folder.resolve("cache").toString())
                .with("MSGSLOT_DEBIAN_MIRROR", "http://127.0.0.1:9")
                .run("tour", "--on", "guest");
        assertThat(outcome.err()).contains("archive cannot be reached").doesNotContain("No locks available");
    }

    // Building a module by hand

    private Outcome make(Path where, String... arguments) throws IOException {
        for (String file : List.of("Makefile", "Kbuild", "message_slot.c", "message_slot.h")) {
            Files.copy(HOME.resolve("kernel").resolve(file), where.resolve(file));
        }
        return program(where, arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my ex 3", "ex3(1)", "it's", "a,b", "a;b", "a&b", "a$b"})
    void namesThatTheKernelsMakeTakesApartAreRefused(String name) throws IOException {
        Outcome outcome = make(Files.createDirectory(folder.resolve(name)), "make", "KDIR=/no/such");
        assertThat(outcome.err())
                .contains("the kernel's make takes some letters in the name of this folder for something else")
                .contains("not " + folder.resolve(name))
                .hasLineCount(1);
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "תרגיל", "ex[3]"})
    void headersThatAreMissingAreNamedWithTwoWaysOut(String name) throws IOException {
        Outcome outcome = make(Files.createDirectory(folder.resolve(name)), "make", "KDIR=/no/such");
        assertThat(outcome.err())
                .contains("there are no kernel headers in /no/such", "linux-headers-", "make KDIR=\"$(lab headers)\"")
                .hasLineCount(1);
    }

    // The provisioner, one step at a time, on machines that are made up

    private Outcome step(String stubs, String step) throws IOException {
        String script = "source <(sed '/^# --- The command line/,$d' \"$0\"); user='' image='' upgrade_kernel=''\n"
                + stubs + "\n" + step;
        return program(
                folder,
                "bash",
                "-c",
                script,
                HOME.resolve("vagrant/provision.sh").toString());
    }

    @ParameterizedTest
    @CsvSource({"5.15.167.4-microsoft-standard-WSL2", "6.10.14-linuxkit", "6.8.0-1021-azure"})
    void aKernelThatIsNotDebiansIsNotToBeInstalled(String kernel) throws IOException {
        Outcome outcome = step(
                "kernel=" + kernel + "; apt_install() { return 100; }; apt-cache() { return 100; }", "install_headers");
        assertThat(outcome.err())
                .startsWith("lab provision: there are no headers for this kernel, and it is not Debian's (" + kernel)
                .contains("use guests ('lab tour'), or the course VM")
                .doesNotContain("apt-get install");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
    }

    @Test
    void aKernelThatIsOlderThanTheArchiveIsReplaced() throws IOException {
        Outcome outcome = step(
                "kernel=6.1.0-1-amd64; apt_install() { return 100; }; apt-cache() { return 0; }", "install_headers");
        assertThat(outcome.err()).contains("apt-get install linux-image-amd64 linux-headers-amd64");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modprobe: ERROR: could not insert 'message_slot': Key was rejected by service",
                "modprobe: ERROR: could not insert 'message_slot': Operation not permitted",
                "modprobe: ERROR: could not insert 'message_slot': Required key not available"
            })
    void secureBootIsNamedWhereTheKernelWantsASignature(String said) throws IOException {
        String stubs = "modprobe() { echo \"" + said + "\" >&2; return 1; }; mokutil() { echo 'SecureBoot enabled'; }";
        Outcome outcome = step(stubs, "load_or_explain");
        assertThat(outcome.err())
                .startsWith(said + "\n")
                .contains(
                        "nobody signed it (SecureBoot enabled)",
                        "mokutil --import",
                        "Guests ('lab tour') need neither.");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void anotherReasonIsLeftAsItIs() throws IOException {
        Outcome outcome = step("modprobe() { echo 'Device or resource busy' >&2; return 1; }", "load_or_explain");
        assertThat(outcome.err())
                .isEqualTo(
                        "Device or resource busy\nlab provision: Loading the module failed; the lines above say why.\n");
    }
}
