// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.calls.OpenFlags;

/** Where guests come from, and that nothing is left of them. */
@RequiresGuest
class SnapshotTests {

    private static Snapshot prepare(GuestOptions options) throws IOException {
        return Snapshot.prepare(options, step -> {});
    }

    @Test
    void keepsGuestsApart() throws IOException {
        Snapshot snapshot = prepare(GuestOptions.standard());
        List<Guest> guests = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                guests.add(snapshot.restore());
                guests.get(i).putFile("/tmp/mine", 0600, new byte[] {(byte) i});
            }
            for (int i = 0; i < 4; i++) {
                assertThat(guests.get(i).getFile("/tmp/mine", 10)).containsExactly(i);
            }
        } finally {
            for (Guest guest : guests) {
                guest.close();
            }
        }
    }

    @Test
    void knowsWhereTheCodeOfItsAgentIs() throws IOException {
        Snapshot snapshot = prepare(GuestOptions.standard());
        byte[] agent = AgentBinary.compiled(Cache.ofUser(), KernelTree.of(KernelSeries.V6_1, step -> {}), step -> {});
        assertThat(LabCode.read(snapshot.files()).pages())
                .as("all but what stands there twice")
                .hasSizeGreaterThan(new ElfCode(agent).pages().size() * 9 / 10);
        try (Guest guest = snapshot.restore();
                GuestCalls process = guest.newProcess("caller")) {
            process.open("/dev/null", OpenFlags.O_RDWR);
            assertThat(guest.codeChange().isNone()).isTrue();
        }
    }

    @Test
    void givesAGuestSeveralProcessors() throws IOException {
        try (Guest guest = prepare(GuestOptions.standard().withCpus(2)).restore()) {
            assertThat(guest.getText("/proc/cpuinfo").lines().filter(line -> line.startsWith("processor")))
                    .hasSize(2);
        }
    }

    @Test
    void makesADamagedSnapshotAgain() throws IOException {
        List<String> steps = new ArrayList<>();
        GuestOptions options = GuestOptions.standard().withMemoryMiB(192);
        Snapshot snapshot = Snapshot.prepare(options, steps::add);
        Files.write(snapshot.files().resolve("state"), new byte[1000]);
        steps.clear();
        try (Guest guest = snapshot.restore()) {
            assertThat(guest.kernelRelease()).isNotEmpty();
        }
        assertThat(steps).anyMatch(step -> step.contains("snapshot"));

        try (RandomAccessFile ram =
                new RandomAccessFile(snapshot.files().resolve("ram").toFile(), "rw")) {
            ram.setLength(10_000);
        }
        try (Guest guest = snapshot.restore()) {
            assertThat(guest.kernelRelease()).isNotEmpty();
        }
    }

    /** QEMU does not start twice, as on a machine without memory, and then not at all; the snapshot is others', too. */
    @Test
    void keepsASnapshotThatCannotBeRestoredJustNow(@TempDir Path folder) throws Exception {
        String name = Architecture.host().qemuBinary();
        Path wrapper = folder.resolve(name);
        Files.writeString(wrapper, """
                #!/bin/sh
                case "$*" in *-name*)
                	read -r left <'%1$s/failures' && [ "$left" -gt 0 ] && echo $((left - 1)) >'%1$s/failures' && exit 1
                esac
                exec '%2$s' "$@"
                """.formatted(folder, HostCommand.find(name).orElseThrow()));
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process process = jvm(folder + ":" + System.getenv("PATH"), "fail")
                .directory(folder.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).endsWith("restored\nrefused\nrestored\nkept\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "copies"})
    void leavesNothingBehindWhenItsOwnerIsKilled(String what) throws Exception {
        Process owner = jvm(System.getenv("PATH"), what).start();
        try (var lines = owner.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("ready");
            List<ProcessHandle> children = owner.descendants().toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(2);
            owner.destroyForcibly().waitFor();
            for (ProcessHandle child : children) {
                child.onExit().get(20, TimeUnit.SECONDS);
            }
        }
        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("msgslot-" + owner.pid() + "-"));
        }
    }

    @Test
    void saysWhatToInstallWhereQemuIsMissing() throws Exception {
        Process process = jvm("/nonexistent", "start").start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(output)
                .contains("is not on the search path; install it: apt-get install")
                .doesNotContain("\tat ");
    }

    private static ProcessBuilder jvm(String path, String what) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                what);
        builder.environment().put("PATH", path);
        return builder.redirectErrorStream(true);
    }

    /** A program that owns a guest. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws Exception {
            if (arguments[0].equals("copies")) {
                holdCopies();
            }
            if (arguments[0].equals("fail")) {
                failNowAndThen();
                return;
            }
            try (Guest guest = Guest.start(GuestOptions.standard())) {
                System.out.println("ready");
                if (arguments[0].equals("hold")) {
                    Thread.sleep(Duration.ofMinutes(5).toMillis());
                }
                guest.powerOff();
            } catch (GuestUnavailableException e) {
                System.out.println(e.getMessage());
                System.exit(3);
            }
        }

        private static void failNowAndThen() throws IOException {
            Path failures = Path.of("failures");
            Files.writeString(failures, "0\n");
            Snapshot snapshot = prepare(GuestOptions.standard().withMemoryMiB(160));
            snapshot.restore().close();
            FileTime made = Files.getLastModifiedTime(snapshot.files().resolve("state"));
            for (int left : new int[] {2, 99, 0}) {
                Files.writeString(failures, left + "\n");
                try {
                    snapshot.restore().close();
                    System.out.println("restored");
                } catch (GuestFailureException e) {
                    System.out.println("refused");
                }
            }
            boolean kept =
                    Files.getLastModifiedTime(snapshot.files().resolve("state")).equals(made);
            System.out.println(kept ? "kept" : "made again");
            // No other test has this QEMU.
            Cache.ofUser().discard("snapshots", snapshot.files().getFileName().toString());
        }

        private static void holdCopies() throws Exception {
            Snapshot snapshot = prepare(GuestOptions.standard()).withForks(true);
            Path folder = Files.createTempDirectory("branch");
            try (DerivedSnapshot branch = snapshot.branch(folder, guest -> {})) {
                for (int i = 0; i < 3; i++) {
                    branch.restore();
                }
                System.out.println("ready");
                Thread.sleep(Duration.ofMinutes(5).toMillis());
            }
        }
    }
}
