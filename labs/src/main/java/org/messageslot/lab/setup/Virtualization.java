// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.messageslot.guest.HostSystem;

/** Whether this machine's processor can run other machines: VT-x or AMD-V, switched on and held by nobody else. */
final class Virtualization {

    private static final String WHAT = "virtualization";
    private static final String WHY = "runs the course VM, and guests fast; without it both are emulated";
    private static final String FIRMWARE =
            "switch on VT-x (Intel) or SVM (AMD) in the firmware's setup, then start again";
    private static final String WINDOWS_ASKS = "(Get-CimInstance Win32_ComputerSystem).HypervisorPresent;"
            + " (Get-CimInstance Win32_Processor | Select-Object -First 1).VirtualizationFirmwareEnabled";

    private Virtualization() {}

    /** Looks at this machine; empty where there is {@code /dev/kvm}, which somebody has to try, as the doctor does. */
    static Optional<Finding> look() {
        HostSystem system = HostSystem.ofThisMachine();
        if (system == HostSystem.WINDOWS) {
            return Optional.of(ofWindows(answer("powershell", "-NoProfile", "-Command", WINDOWS_ASKS)));
        }
        if (system == HostSystem.MACOS) {
            return Optional.of(ofMac(System.getProperty("os.arch"), answer("sysctl", "-n", "kern.hv_support")));
        }
        return Files.exists(Path.of("/dev/kvm"))
                ? Optional.empty()
                : Optional.of(ofLinux(read(Path.of("/proc/cpuinfo"))));
    }

    private static String answer(String program, String... arguments) {
        Optional<Path> path = Tool.find(program);
        if (path.isEmpty()) {
            return "";
        }
        String[] command = new String[arguments.length + 1];
        command[0] = path.get().toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Tool.ask(command).output();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Judges by what Linux says of a processor for which there is no {@code /dev/kvm}.
     *
     * @param cpuinfo {@code /proc/cpuinfo}
     */
    static Finding ofLinux(String cpuinfo) {
        List<String> flags = cpuinfo.lines()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .map(line -> Arrays.asList(line.split("\\s+")))
                .orElse(List.of());
        Optional<String> extension = flags.stream()
                .filter(flag -> flag.equals("vmx") || flag.equals("svm"))
                .findFirst();
        if (extension.isPresent()) {
            String module = extension.get().equals("vmx") ? "kvm_intel" : "kvm_amd";
            return Finding.optional(
                    WHAT,
                    "the processor has " + extension.get() + ", and there is no /dev/kvm",
                    WHY,
                    "sudo modprobe " + module + "; if that says 'Operation not supported', " + FIRMWARE);
        }
        if (flags.contains("hypervisor")) {
            return Finding.optional(
                    WHAT,
                    "this machine is itself a virtual one, and may not have others in it",
                    WHY,
                    "allow nested virtualization for it where it runs, or go on emulated: that is enough");
        }
        return Finding.optional(WHAT, "switched off, or the processor has none", WHY, FIRMWARE);
    }

    /**
     * Judges by what Windows says.
     *
     * @param answer two lines: whether a hypervisor runs, and whether the firmware allows one
     */
    static Finding ofWindows(String answer) {
        List<String> lines = answer.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return Finding.optional(WHAT, "Windows does not tell", WHY, "look in the task manager, under CPU");
        }
        if (lines.get(0).equalsIgnoreCase("true")) {
            return Finding.optional(
                    WHAT,
                    "held by Hyper-V (or WSL2, Docker, core isolation, which use it)",
                    WHY,
                    "VirtualBox is slow beside it: type 'bcdedit /set hypervisorlaunchtype off' as administrator, switch"
                            + " off core isolation (memory integrity), start again; 'auto' takes it back");
        }
        return lines.size() > 1 && lines.get(1).equalsIgnoreCase("true")
                ? Finding.found(WHAT, "switched on, and held by nobody else", WHY)
                : Finding.optional(WHAT, "switched off in the firmware", WHY, FIRMWARE);
    }

    /**
     * Judges by what macOS says.
     *
     * @param processor Java's name of it
     * @param support what the kernel says to {@code kern.hv_support}
     */
    static Finding ofMac(String processor, String support) {
        if (processor.equals("aarch64")) {
            return Finding.optional(
                    WHAT,
                    "Apple silicon, which runs machines of its own kind only",
                    WHY,
                    "for the course VM take VMware Fusion (docs/vagrant.md); guests are of that kind");
        }
        return support.strip().equals("1")
                ? Finding.found(WHAT, "the processor's, through macOS' own hypervisor", WHY)
                : Finding.optional(WHAT, "this Mac has none", WHY, "go on emulated: that is enough");
    }
}
