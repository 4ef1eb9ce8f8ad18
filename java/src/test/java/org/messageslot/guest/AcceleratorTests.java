// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageslot.guest.Accelerator.AcceleratorKind;

/** The choice of what runs guests, with a QEMU and trials of the test's own. */
class AcceleratorTests {

    @TempDir
    private Path folder;

    private final List<AcceleratorKind> tries = new ArrayList<>();

    /** What stands in for a boot. */
    private void works(AcceleratorKind kind, Duration limit) {
        assertThat(limit).isPositive();
        tries.add(kind);
    }

    private void fails(AcceleratorKind kind, Duration limit) {
        works(kind, limit);
        throw new GuestFailureException(new GuestFailure.QemuFailed("HV_DENIED", ""));
    }

    private Qemu qemuWith(String... accelerators) throws IOException {
        Path program = folder.resolve("qemu");
        Files.writeString(
                program,
                "#!/bin/sh\nprintf '%s\\n' 'Accelerators supported:' " + String.join(" ", accelerators) + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Qemu(program, "10.0");
    }

    private Accelerator tried(HostSystem system, Qemu qemu, Accelerator.BootAttempt trial) throws IOException {
        return Accelerator.tried(system, qemu, new Cache(folder.resolve("cache")), line -> {}, trial);
    }

    @ParameterizedTest
    @CsvSource({"LINUX, KVM", "WINDOWS, WHPX"})
    void whatTheSystemHasIsTakenIfAGuestBootsWithIt(HostSystem system, AcceleratorKind own) throws IOException {
        Accelerator choice = tried(system, qemuWith("tcg", own.word()), this::works);
        assertThat(choice).isEqualTo(new Accelerator(own, own + ": a guest was started with it and answered"));
        assertThat(tries).containsExactly(own);
    }

    @Test
    void aTrialIsMadeOnce() throws IOException {
        Qemu qemu = qemuWith("tcg", "whpx");
        tried(HostSystem.WINDOWS, qemu, this::fails);
        Accelerator choice = tried(HostSystem.WINDOWS, qemu, this::fails);
        assertThat(tries).containsExactly(AcceleratorKind.WHPX);
        assertThat(choice.kind()).isEqualTo(AcceleratorKind.TCG);
        assertThat(choice.reason()).isEqualTo("emulation (TCG): WHPX does not work here (QEMU failed: HV_DENIED)");
    }

    @Test
    void aQemuWithoutItIsNotTried() throws IOException {
        Accelerator choice = tried(HostSystem.WINDOWS, qemuWith("tcg"), this::works);
        assertThat(tries).isEmpty();
        assertThat(choice.reason())
                .isEqualTo("emulation (TCG): WHPX does not work here (this QEMU was built without it)");
    }

    @Test
    void theUserMayNameWhatThisSystemHasAndNothingElse() throws IOException {
        assertThat(Accelerator.forced(AcceleratorKind.HVF, "hvf").kind()).isEqualTo(AcceleratorKind.HVF);
        assertThat(Accelerator.forced(AcceleratorKind.HVF, "tcg").kind()).isEqualTo(AcceleratorKind.TCG);
        assertThatThrownBy(() -> Accelerator.forced(AcceleratorKind.HVF, "kvm"))
                .isInstanceOf(GuestUnavailableException.class)
                .hasMessage("MSGSLOT_ACCEL is \"kvm\", but must be hvf or tcg on this machine.");
    }

    @Test
    void macOsKnowsNoOtherProcessorThanItsOwn() {
        assertThat(AcceleratorKind.HVF.arguments(Architecture.ARM64, 1))
                .containsExactly("-accel", "hvf", "-cpu", "host");
        assertThat(AcceleratorKind.HVF.isNative()).isTrue();
        assertThat(AcceleratorKind.TCG.isNative()).isFalse();
    }
}
