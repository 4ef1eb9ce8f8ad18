// SPDX-License-Identifier: Apache-2.0
package org.messageslot.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.GuestNeeds.Need;

/** What happens on a machine that lacks something, with an apt that only writes down what it is asked. */
final class TestNeedsTests {

    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String said) {}

    /** Runs it as the build does, with a search path on which there is only what the test put there. */
    private Outcome runAs(String user) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Duser.name=" + user,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestNeeds.class.getName())
                .redirectErrorStream(true);
        builder.environment().put("PATH", folder.toString());
        builder.environment().put("CI", "true");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void apt() throws IOException {
        program("env", "exec /usr/bin/env \"$@\"\n");
        program("apt-get", """
                case " $* " in
                *' --assume-no '*)
                    echo 'Need to get 7 MB of archives.'
                    echo 'After this operation, 9 MB of additional disk space will be used.' ;;
                *) echo "$*" >>'%s/log' ;;
                esac
                """.formatted(folder));
    }

    private String asked() throws IOException {
        Path log = folder.resolve("log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Test
    void rootGetsWhatIsMissingAfterOneLineThatSaysWhatAndHowMuch() throws Exception {
        apt();
        program("gcc", "echo /usr/lib/libc.a");
        program("make", "");
        Outcome outcome = runAs("root");
        assertThat(outcome.said())
                .contains("To install: qemu-system-x86 util-linux bubblewrap sparse clang-format chromium busybox git"
                        + " (7 MB to download, 9 MB on disk)\n");
        assertThat(asked())
                .startsWith("-q update\n")
                .endsWith(" install --yes --no-install-recommends"
                        + " qemu-system-x86 util-linux bubblewrap sparse clang-format chromium busybox git\n");
        assertThat(outcome.exitCode()).isZero();
    }

    /** The stub answers as Fedora's tool of version 4 does. */
    @Test
    void fedoraGetsItsOwnPackages() throws Exception {
        program("env", "exec /usr/bin/env \"$@\"\n");
        program("dnf", """
                case " $* " in
                *' --assumeno '*) echo 'Total download size: 33 M'; echo 'Installed size: 90 M'; exit 1 ;;
                *) echo "$*" >>'%s/log' ;;
                esac
                """.formatted(folder));
        Outcome outcome = runAs("root");
        assertThat(outcome.said())
                .contains("To install: gcc make qemu-system-x86 util-linux glibc-static bubblewrap sparse"
                        + " clang-tools-extra chromium busybox git (33 M to download, 90 M on disk)\n");
        assertThat(asked())
                .isEqualTo("-q makecache\n-q install --assumeyes --setopt=install_weak_deps=False gcc make"
                        + " qemu-system-x86 util-linux glibc-static bubblewrap sparse clang-tools-extra chromium"
                        + " busybox git\n");
        assertThat(outcome.exitCode()).isZero();
    }

    /** The stub answers as Arch Linux's tool does: a size in bytes for each package. */
    @Test
    void archGetsItsOwnPackagesAndNoListsWithoutAnUpgrade() throws Exception {
        program("env", "exec /usr/bin/env \"$@\"\n");
        program("pacman", """
                case " $* " in
                *' --print '*) echo 7000000; echo 5000000 ;;
                *) echo "$*" >>'%s/log' ;;
                esac
                """.formatted(folder));
        Outcome outcome = runAs("root");
        assertThat(outcome.said()).contains("bubblewrap sparse clang chromium busybox git (12 MB to download)\n");
        assertThat(asked())
                .isEqualTo("-S --noconfirm --noprogressbar --needed gcc make qemu-system-x86 util-linux glibc"
                        + " bubblewrap sparse clang chromium busybox git\n");
        program("pacman", "echo 'error: failed retrieving file' >&2; exit 1\n");
        assertThat(runAs("root").said())
                .contains("(error: failed retrieving file); is there a network, and is the system up to date");
    }

    @Test
    void aSystemWithAnotherToolIsToldDebiansNames() throws Exception {
        Outcome outcome = runAs("root");
        assertThat(outcome.said())
                .contains("git are missing; these are Debian's names, and this machine has none of apt,");
        assertThat(outcome.exitCode()).isEqualTo(3);
    }

    @Test
    void anOrdinaryUserGetsOneSentenceWithTheCommand() throws Exception {
        apt();
        Outcome outcome = runAs("student");
        assertThat(outcome.said())
                .isEqualTo(
                        "The tests cannot run: gcc, make, qemu-system-x86, util-linux, libc6-dev, bubblewrap, sparse,"
                                + " clang-format, chromium, busybox, git are missing; install with: sudo apt-get install"
                                + " --no-install-recommends gcc make qemu-system-x86 util-linux libc6-dev bubblewrap sparse"
                                + " clang-format chromium busybox git (-Dneeds.skip leaves out those that cannot run).\n");
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(asked()).isEmpty();
    }

    @Test
    void sudoWithoutAPasswordIsAsGoodAsRoot() throws Exception {
        apt();
        program("sudo", "[ \"$1\" = -n ] && exit 0\nexec \"$@\"\n");
        assertThat(runAs("student").exitCode()).isZero();
        assertThat(asked()).contains("install --yes");
    }

    @Test
    void nothingIsAskedOfAptWhereNothingIsMissing() throws Exception {
        apt();
        for (Need need : Needs.forTests()) {
            program(need.file(), "echo /usr/lib/libc.a");
        }
        assertThat(runAs("root")).isEqualTo(new Outcome(0, ""));
        assertThat(asked()).isEmpty();
    }

    @Test
    void aFailureOfAptIsToldByItsReason() throws Exception {
        apt();
        program("apt-get", "echo 'E: Could not resolve ARCHIVE'; exit 100\n");
        Outcome outcome = runAs("root");
        assertThat(outcome.said())
                .contains("apt-get update failed (E: Could not resolve ARCHIVE); is there a network?")
                .doesNotContain("Exception");
        assertThat(outcome.exitCode()).isEqualTo(3);
    }

    @Test
    void eachPurposeNeedsWhatTheOneBeforeItDoes() throws Exception {
        List<Need> grading = Needs.forGrading();
        assertThat(Needs.forTests()).containsAll(grading).hasSizeGreaterThan(grading.size());
    }
}
