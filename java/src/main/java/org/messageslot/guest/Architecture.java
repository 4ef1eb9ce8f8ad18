// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What differs between processor architectures; nothing else in the kit names one. */
enum Architecture {
    /** 64-bit PCs. */
    X86_64(
            "amd64",
            "amd64",
            "qemu-system-x86_64",
            "qemu-system-x86",
            // What guests do not use would be set up for each of them all the same.
            "q35,usb=off,vmport=off,smm=off,sata=off,smbus=off,hpet=off",
            // SMEP and SMAP, as every processor of the last ten years: a driver that follows a user's pointer is
            // caught.
            "qemu64,+smep,+smap",
            // A repeated string instruction counts once for each repetition, so that with ERMS or FSRM, by which
            // kernels choose those, a copy of 128 bytes would seem to take 128 instructions and not two dozen. And
            // QEMU 10, whose processors have FSRM, never ends such an instruction while it counts.
            "max,-erms,-fsrm,-rdrand,-rdseed",
            "ttyS0",
            "no_timer_check tsc=reliable unknown_nmi_panic=1");

    private final String javaName;
    private final String debianName;
    private final String qemuBinary;
    private final String qemuPackage;
    private final String machine;
    private final String emulatedCpu;
    private final String countingCpu;
    private final String console;
    private final String kernelArguments;

    Architecture(
            String javaName,
            String debianName,
            String qemuBinary,
            String qemuPackage,
            String machine,
            String emulatedCpu,
            String countingCpu,
            String console,
            String kernelArguments) {
        this.javaName = javaName;
        this.debianName = debianName;
        this.qemuBinary = qemuBinary;
        this.qemuPackage = qemuPackage;
        this.machine = machine;
        this.emulatedCpu = emulatedCpu;
        this.countingCpu = countingCpu;
        this.console = console;
        this.kernelArguments = kernelArguments;
    }

    /**
     * Find this machine's architecture.
     *
     * @return the architecture
     * @throws GuestUnavailableException if there are no guests of it
     */
    static Architecture host() throws GuestUnavailableException {
        String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        for (Architecture architecture : values()) {
            if (architecture.javaName.equals(name)) {
                return architecture;
            }
        }
        throw new GuestUnavailableException("There is no guest for this machine's processor (" + name
                + ") yet; use --on model, or the course VM on a PC.");
    }

    String debianName() {
        return debianName;
    }

    String qemuBinary() {
        return qemuBinary;
    }

    String qemuPackage() {
        return qemuPackage;
    }

    String machine() {
        return machine;
    }

    String emulatedCpu() {
        return emulatedCpu;
    }

    String countingCpu() {
        return countingCpu;
    }

    String console() {
        return console;
    }

    List<String> kernelArguments() {
        return List.of(kernelArguments.split(" ", -1));
    }

    /** Turns the kernel that Debian packs into the file that QEMU starts fastest. */
    byte[] bootableKernel(Path packed) throws IOException {
        return switch (this) {
            case X86_64 -> BzImage.uncompress(packed);
        };
    }
}
