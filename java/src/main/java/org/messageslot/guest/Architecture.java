// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The processor architectures, and all that differs between them; nothing else in the kit names one. */
@SuppressWarnings("ImmutableEnumChecker") // the lists cannot be changed
public enum Architecture {
    /** 64-bit PCs. */
    X86_64(
            List.of("amd64", "x86_64"),
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
            "no_timer_check tsc=reliable unknown_nmi_panic=1 8250.nr_uarts=1",
            List.of("-device", "pvpanic-pci"),
            "x86_64-linux-gnu",
            "x86-64",
            List.of(),
            0),
    /** 64-bit ARM: Apple silicon, and many servers. Debian's kernels for it know no pvpanic. */
    ARM64(
            List.of("aarch64", "arm64"),
            "arm64",
            "qemu-system-aarch64",
            "qemu-system-arm",
            // Apple's hypervisor knows this interrupt controller only; guests send no interrupts by messages.
            "virt,gic-version=3,its=off",
            // PAN, as every processor of the last years, which catches a driver that follows a user's pointer; the
            // pointer authentication of "max" costs several times as much as all else.
            "neoverse-n1",
            "max,pauth=off",
            "ttyAMA0",
            // With addresses at random the kernel would keep its memory out of programs' page tables, which costs time.
            "nokaslr",
            List.of(),
            "aarch64-linux-gnu",
            "arm64",
            // Its kernels do not count what keeps them from another task, so that they would not notice sleep
            // under a spinlock. Code of a module counts for itself: the counter is in every kernel.
            List.of("-DCONFIG_PREEMPT_COUNT=1"),
            1L << 30);

    private static final String VARIABLE = "MSGSLOT_ARCH";

    private final List<String> javaNames;
    private final String debianName;
    private final String qemuBinary;
    private final String qemuPackage;
    private final String machine;
    private final String emulatedCpu;
    private final String countingCpu;
    private final String console;
    private final String kernelArguments;
    private final List<String> devices;
    private final String triplet;
    private final String makeName;
    private final List<String> moduleFlags;
    private final long memoryStart;

    Architecture(
            List<String> javaNames,
            String debianName,
            String qemuBinary,
            String qemuPackage,
            String machine,
            String emulatedCpu,
            String countingCpu,
            String console,
            String kernelArguments,
            List<String> devices,
            String triplet,
            String makeName,
            List<String> moduleFlags,
            long memoryStart) {
        this.javaNames = javaNames;
        this.debianName = debianName;
        this.qemuBinary = qemuBinary;
        this.qemuPackage = qemuPackage;
        this.machine = machine;
        this.emulatedCpu = emulatedCpu;
        this.countingCpu = countingCpu;
        this.console = console;
        this.kernelArguments = kernelArguments;
        this.devices = devices;
        this.triplet = triplet;
        this.makeName = makeName;
        this.moduleFlags = moduleFlags;
        this.memoryStart = memoryStart;
    }

    /**
     * Finds this machine's architecture.
     *
     * @return the architecture
     * @throws GuestUnavailableException if there are no guests of it
     */
    static Architecture host() throws GuestUnavailableException {
        String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        for (Architecture architecture : values()) {
            if (architecture.javaNames.contains(name)) {
                return architecture;
            }
        }
        throw new GuestUnavailableException("There is no guest for this machine's processor (" + name
                + ") yet; use --on model, or the course VM on a PC.");
    }

    /**
     * Finds the architecture of guests: this machine's, unless MSGSLOT_ARCH names another one, which is emulated.
     *
     * @return the architecture
     * @throws GuestUnavailableException if there are no guests of it
     */
    public static Architecture ofGuests() throws GuestUnavailableException {
        return ofGuests(System.getenv().getOrDefault(VARIABLE, ""));
    }

    static Architecture ofGuests(String named) throws GuestUnavailableException {
        if (named.isBlank()) {
            return host();
        }
        try {
            return ofDebian(named.strip());
        } catch (IllegalArgumentException e) {
            throw new GuestUnavailableException(VARIABLE + " is \"" + named + "\", but must be "
                    + Arrays.stream(values()).map(Architecture::debianName).collect(Collectors.joining(" or ")) + ".");
        }
    }

    /** {@return the architecture that Debian calls by a name} */
    static Architecture ofDebian(String name) {
        return Arrays.stream(values())
                .filter(architecture -> architecture.debianName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there are no guests of " + name));
    }

    /** {@return whether programs for it run on this machine, and its compiler is the one that is called gcc} */
    public boolean isOfHost() {
        try {
            return this == host();
        } catch (GuestUnavailableException e) {
            return false;
        }
    }

    /** {@return what the names of its compiler and other tools begin with; empty if they are this machine's own} */
    public String toolPrefix() {
        return isOfHost() ? "" : triplet + "-";
    }

    /**
     * {@return what the names of the compiler's tools for guests begin with, {@code aarch64-linux-gnu-} for example; empty if they
     * are this machine's own, or there are no guests here}
     */
    public static String toolPrefixOfGuests() {
        try {
            return ofGuests().toolPrefix();
        } catch (GuestUnavailableException e) {
            return "";
        }
    }

    /** {@return the name of the compiler of programs for it} */
    String compiler() {
        return toolPrefix() + "gcc";
    }

    /** {@return Debian's package of that compiler} */
    String compilerPackage() {
        return isOfHost() ? "gcc" : "gcc-" + triplet.replace('_', '-');
    }

    /** {@return Debian's package of the assembler and the linker that run on it} */
    String binutilsPackage() {
        return "binutils-" + triplet.replace('_', '-');
    }

    /** {@return Debian's package of the library of C for it, with headers} */
    String libraryPackage() {
        return isOfHost() ? "libc6-dev" : "libc6-dev-" + debianName + "-cross";
    }

    /** {@return what tells the kernel's build that it is for another architecture; nothing if it is not} */
    List<String> makeWords() {
        return isOfHost() ? List.of() : List.of("ARCH=" + makeName, "CROSS_COMPILE=" + toolPrefix());
    }

    /** {@return what the compiler is told for modules under test} */
    public List<String> moduleFlags() {
        return moduleFlags;
    }

    /** {@return the physical address at which the machine's memory begins} */
    long memoryStart() {
        return memoryStart;
    }

    List<String> devices() {
        return devices;
    }

    /** {@return Debian's name for it, {@code amd64} for example} */
    public String debianName() {
        return debianName;
    }

    /** {@return the name of the emulator's program} */
    public String qemuBinary() {
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
        return kernelArguments.isEmpty() ? List.of() : List.of(kernelArguments.split(" ", -1));
    }

    /** Turns the kernel that Debian packs into the file that QEMU starts fastest. */
    byte[] bootableKernel(Path packed) throws IOException {
        return switch (this) {
            case X86_64 -> BzImage.uncompress(packed);
            case ARM64 -> Files.readAllBytes(packed);
        };
    }
}
