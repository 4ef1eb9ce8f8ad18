// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.submission.Sandbox.JobEnd;

/** What may happen in a sandbox, should a compiler ever do what its input wants. */
class SandboxTests {

    @TempDir
    private Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void find() throws Exception {
        sandbox = Compilers.sandbox();
    }

    private Sandbox.JobResult bash(String script) throws Exception {
        return bash(script, Sandbox.JobLimits.ofCompilers());
    }

    private Sandbox.JobResult bash(String script, Sandbox.JobLimits limits) throws Exception {
        return sandbox.run(new Sandbox.Job(List.of("/usr/bin/bash", "-c", script), folder, Map.of(), limits));
    }

    private static Sandbox.JobLimits limits(Duration wall, int output) {
        return new Sandbox.JobLimits(Duration.ofSeconds(20), wall, 1L << 30, 1 << 20, 16, output);
    }

    /** A command that no other process of this machine has. */
    private static String uniqueSleep() {
        return "sleep 600." + System.nanoTime();
    }

    /** The kernel ends a namespace in its own time, but it does end it. */
    private static void assertEnded(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", """
                for i in 1 2 3 4 5 6 7 8 9 10; do
                    ps -A -o args= | grep "^sleep $1" || exit 0
                    sleep 1
                done
                exit 1
                """, "sh", command.replace("sleep ", "")).start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void theExitCodeAndBothStreamsComeBack() throws Exception {
        assertThat(bash("echo out; echo err >&2; exit 7"))
                .isEqualTo(new Sandbox.JobResult(JobEnd.EXITED, 7, "out\nerr\n"));
    }

    @Test
    void onlyThePrivateFolderCanBeWritten() throws Exception {
        Sandbox.JobResult outcome = bash("""
                echo mine >/build/mine && echo temporary >/tmp/x || exit 1
                for place in / /usr /usr/bin /usr/lib /etc /dev; do
                    touch $place/mark 2>/dev/null && echo "can write $place"
                done
                exit 0
                """);
        assertThat(outcome).isEqualTo(new Sandbox.JobResult(JobEnd.EXITED, 0, ""));
        assertThat(folder.resolve("mine")).hasContent("mine\n");
    }

    @Test
    void nothingOfTheHostIsSeen() throws Exception {
        Path secret = Files.writeString(folder.resolveSibling("messageslot-secret"), "secret");
        try {
            Sandbox.JobResult outcome = bash("ls -A / /etc /tmp; cat " + secret
                    + " /etc/passwd; ls /home /root /proc /sys /var /run; hostname 2>/dev/null");
            assertThat(outcome.output())
                    .contains("No such file or directory")
                    .doesNotContain("\nsecret")
                    .doesNotContain("root:x")
                    .doesNotContain("passwd\n")
                    .doesNotContain("messageslot-secret\n");
            for (String place : List.of("/home", "/root", "/proc", "/sys", "/var", "/run")) {
                assertThat(outcome.output()).contains("cannot access '" + place + "'");
            }
        } finally {
            Files.delete(secret);
        }
    }

    @Test
    void nothingOfTheGradersEnvironmentIsSeen() throws Exception {
        assertThat(System.getenv())
                .as("this test is worth something only if there is more")
                .hasSizeGreaterThan(4);
        assertThat(bash("env").output().lines().map(line -> line.replaceAll("=.*", "")))
                .containsOnly("HOME", "LC_ALL", "PATH", "PWD", "SHLVL", "TMPDIR", "TOOLS", "_");
    }

    @Test
    void thereAreNoPrivileges() throws Exception {
        Sandbox.JobResult outcome = bash("""
                [ $(id -u) != 0 ] || echo root
                chown 0 /build 2>/dev/null && echo chown
                mount -t tmpfs none /tmp 2>/dev/null && echo mount
                unshare -U true 2>/dev/null && unshare -Ur mount -t tmpfs none /tmp 2>/dev/null && echo unshare
                exit 0
                """);
        assertThat(outcome.output()).isEmpty();
    }

    @Test
    void thereIsNoNetwork() throws Exception {
        assertThat(bash("echo >/dev/tcp/127.0.0.1/22").isSuccess()).isFalse();
        assertThat(bash("exec 3<>/dev/udp/8.8.8.8/53 && echo x >&3").isSuccess())
                .isFalse();
    }

    @Test
    void aForkBombIsBounded() throws Exception {
        Sandbox.JobResult outcome = bash("""
                for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do sleep 60 & done
                """, limits(Duration.ofSeconds(5), 1 << 20));
        assertThat(outcome.output()).contains("Resource temporarily unavailable");
    }

    @Test
    void whatIsTooSlowEndsWithEverythingItStarted() throws Exception {
        String sleep = uniqueSleep();
        Sandbox.JobResult outcome = bash("(setsid " + sleep + " &); " + sleep, limits(Duration.ofSeconds(1), 1 << 20));
        assertThat(outcome.end()).isEqualTo(JobEnd.TOO_SLOW);
        assertEnded(sleep);
    }

    @Test
    void whatOutlivesItsParentEndsToo() throws Exception {
        String sleep = uniqueSleep();
        assertThat(bash("(setsid " + sleep + " >/dev/null 2>&1 &); exit 0").isSuccess())
                .isTrue();
        assertEnded(sleep);
    }

    @Test
    void whatIsTooLoudEnds() throws Exception {
        Sandbox.JobResult outcome = bash("while :; do echo noise; done", limits(Duration.ofMinutes(2), 10_000));
        assertThat(outcome.end()).isEqualTo(JobEnd.TOO_LOUD);
        assertThat(outcome.output()).startsWith("noise\n").hasSizeLessThan(30_000);
    }

    @Test
    void filesAndMemoryAndTimeAreBounded() throws Exception {
        Sandbox.JobLimits limits =
                new Sandbox.JobLimits(Duration.ofSeconds(1), Duration.ofMinutes(2), 256L << 20, 1 << 20, 16, 1 << 20);
        assertThat(bash("head -c 100000000 /dev/null; yes | head -c 5000000 >/build/file", limits)
                        .isSuccess())
                .isFalse();
        assertThat(Files.size(folder.resolve("file"))).isEqualTo(1 << 20);
        assertThat(bash("x=$(yes | head -c 400000000); echo survived", limits).output())
                .doesNotContain("survived");
        assertThat(bash("while :; do :; done", limits).exitCode()).isIn(128 + 24, 128 + 9);
    }

    @Test
    void aRefusalOfNamespacesIsExplained() {
        assertThat(List.of(
                        "bwrap: No permissions to create new namespace, likely because the kernel does not allow"
                                + " non-privileged user namespaces.\n",
                        "bwrap: Creating new namespace failed: nesting depth or /proc/sys/user/max_*_namespaces exceeded"
                                + " (ENOSPC)\n",
                        "bwrap: setting up uid map: Permission denied\n"))
                .allSatisfy(words -> assertThat(HostSandbox.explained(words, false))
                        .contains("user namespaces")
                        .contains("sysctl kernel.unprivileged_userns_clone=1")
                        .contains("docs/sandbox.md")
                        .contains("or run as root"));
        assertThat(HostSandbox.explained("bwrap: Creating new namespace failed: Operation not permitted\n", true))
                .as("as containers refuse it")
                .contains("this container does not let root have them")
                .doesNotContain("run as root");
    }

    /** However early it is interrupted: many times, because the moment differs. */
    @RepeatedTest(20)
    void anInterruptedJobEnds() throws Exception {
        Thread.currentThread().interrupt();
        String sleep = uniqueSleep();
        assertThatThrownBy(() -> bash(sleep)).isInstanceOf(InterruptedException.class);
        assertEnded(sleep);
    }
}
