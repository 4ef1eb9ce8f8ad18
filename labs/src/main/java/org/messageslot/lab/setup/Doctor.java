// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.messageslot.guest.CompilePlace;
import org.messageslot.guest.GuestNeeds;
import org.messageslot.guest.GuestNeeds.Need;
import org.messageslot.guest.GuestUnavailableException;
import org.messageslot.guest.HostSystem;
import org.messageslot.guest.KernelSeries;
import org.messageslot.lab.setup.Finding.FindingState;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.setup.Needs;
import org.messageslot.setup.PackageManager;
import org.messageslot.setup.Setup;

/** Looks at what this machine has of what the lab needs. */
public final class Doctor {

    private static final String GUESTS = "disposable kernels";
    private static final String COMPILES = "compile submissions";

    private Doctor() {}

    /** {@return what an exception says before it comes to what to do} */
    private static String sentence(Exception e) {
        return String.valueOf(e.getMessage()).replaceFirst(";.*", "");
    }

    /** {@return what to do, which an exception says last} */
    private static String remedy(Exception e) {
        return String.valueOf(e.getMessage()).replaceFirst("^[^;]*; *", "").replaceFirst("\\.$", "");
    }

    /** {@return what a guest needs, in the order in which it needs it} */
    public static List<Finding> forGuests() {
        List<Finding> findings = new ArrayList<>();
        try {
            GuestNeeds.all().forEach(need -> findings.add(of(need)));
        } catch (GuestUnavailableException e) {
            findings.add(Finding.missing("guest", sentence(e), GUESTS, remedy(e)));
        }
        return findings;
    }

    /** {@return what grading needs, guests and the cache among it} */
    static List<Finding> forGrading() {
        List<Finding> findings = new ArrayList<>(forGuests());
        findings.add(Room.cache());
        if (HostSystem.ofThisMachine() == HostSystem.WINDOWS) {
            return findings;
        }
        try {
            Optional<CompilePlace> settled = CompilePlace.settled();
            if (!settled.equals(Optional.of(CompilePlace.GUEST))) {
                Need bubblewrap = Needs.bubblewrap().replacedUnless(settled.isPresent());
                findings.add(of(bubblewrap));
                if (bubblewrap.find().isPresent()) {
                    findings.add(SandboxTrial.look(bubblewrap.replaced()));
                }
            }
            findings.add(compilers(settled, findings));
        } catch (GuestUnavailableException e) {
            findings.add(Finding.missing("compilers", sentence(e), COMPILES, remedy(e)));
        }
        return findings;
    }

    /** Where submissions are compiled, which follows from what was found. */
    private static Finding compilers(Optional<CompilePlace> settled, List<Finding> findings)
            throws GuestUnavailableException {
        boolean here = settled.map(place -> place == CompilePlace.HOST)
                .orElse(findings.stream().noneMatch(Finding::isReplaced) && CompilePlace.isToolchainHere());
        String reason = settled.isPresent() ? ", because " + CompilePlace.settledBy() : "";
        return Finding.found(
                "compilers", (here ? "this machine's" : "Debian's, in a guest; minutes at first") + reason, COMPILES);
    }

    /** {@return all that the lab, its build and the course VM can use} */
    static List<Finding> all(Consumer<String> progress) {
        List<Finding> findings = new ArrayList<>();
        findings.add(jdk());
        findings.addAll(forGrading());
        findings.addAll(ofEverySystem());
        if (HostSystem.isLinux()) {
            findings.addAll(ofLinux(progress));
        }
        Virtualization.look().ifPresent(findings::add);
        findings.add(vagrant());
        return findings;
    }

    private static List<Finding> ofEverySystem() {
        return List.of(Room.libraries(), MachineSize.memory(), MachineSize.clock(), NetworkProxy.look());
    }

    private static List<Finding> ofLinux(Consumer<String> progress) {
        List<Finding> findings = new ArrayList<>(List.of(kvm(progress), kernels(), Privileges.look()));
        Needs.forTestsAlone().forEach(need -> findings.add(of(need)));
        findings.addAll(List.of(slot(), KernelHeaders.look(), SecureBoot.look()));
        return findings;
    }

    private static Finding jdk() {
        String detail = System.getProperty("java.version") + ", " + System.getProperty("java.home");
        boolean whole = ModuleLayer.boot().findModule("jdk.jshell").isPresent();
        String why = "runs the lab and its shell";
        return whole
                ? Finding.found("JDK", detail, why)
                : new Finding(
                        FindingState.MISSING,
                        "JDK",
                        detail + " is without jshell",
                        why,
                        List.of("openjdk-17-jdk-headless"),
                        PackageManager.adviceFor(List.of("openjdk-17-jdk-headless")));
    }

    private static Finding of(Need need) {
        return need.find()
                .map(file -> answering(need, file))
                .orElseGet(() -> Setup.isReplaced(need)
                        ? Finding.replaced(need.name(), need.purpose(), need.debianPackage())
                        : Finding.missing(need.name(), need.purpose(), need.debianPackage()));
    }

    /** A program that is there and does not start is as good as none. */
    private static Finding answering(Need need, Path file) {
        if (!Files.isExecutable(file)) {
            return Finding.found(need.name(), file.toString(), need.purpose());
        }
        Tool.ToolAnswer outcome = Tool.ask(file.toString(), need.question());
        if (!outcome.hasStarted()) {
            String fix = "find out by: " + file + " " + need.question() + "; install it anew";
            return Finding.missing(need.name(), file + " is there and does not start", need.purpose(), fix);
        }
        String line = outcome.firstLine();
        return Finding.found(need.name(), line.isEmpty() ? file.toString() : line, need.purpose());
    }

    /** A device node proves nothing: KVM is tried, as soon as there is a guest to try it with. */
    private static Finding kvm(Consumer<String> progress) {
        String why = "how fast guests are";
        if (!GuestSetup.missing().isEmpty()) {
            String detail =
                    Files.exists(Path.of("/dev/kvm")) ? "/dev/kvm is there; the first guest tries it" : "no /dev/kvm";
            return Finding.optional("KVM", detail, why, "without it guests run emulated, which is enough");
        }
        String accelerator;
        try {
            accelerator = GuestSetup.accelerator(progress);
        } catch (LabException e) {
            return Finding.missing("KVM", "no guest could be started to try it: " + e.getMessage(), why, "see above");
        }
        return accelerator.startsWith("KVM")
                ? Finding.found("KVM", accelerator, why)
                : Finding.optional("KVM", accelerator, why, join(accelerator) + "guests run emulated, which is enough");
    }

    private static String join(String accelerator) {
        return accelerator.contains("group kvm") ? "sudo usermod -aG kvm \"$USER\", and log in again; until then " : "";
    }

    private static Finding kernels() {
        String why = "what guests run";
        List<String> cached = new ArrayList<>();
        try {
            for (KernelSeries series : KernelSeries.values()) {
                if (GuestSetup.isCached(series)) {
                    cached.add("Linux " + series);
                }
            }
        } catch (LabException e) {
            return Finding.missing("guest kernels", sentence(e), why, remedy(e));
        }
        return cached.isEmpty()
                ? Finding.optional("guest kernels", "none fetched yet", why, "./lab tour fetches one, about 40 MB")
                : Finding.found("guest kernels", String.join(", ", cached), why);
    }

    private static Finding slot() {
        String why = "the target 'here': this machine's own kernel";
        Path node = Path.of(Kit.FIRST_SLOT);
        return Files.exists(node)
                ? Finding.found("message slot", node + (Files.isWritable(node) ? "" : ", not writable for you"), why)
                : Finding.optional(
                        "message slot",
                        "not loaded on this machine",
                        why,
                        "sudo ./lab provision, or vagrant up; guests need nothing of it");
    }

    private static Finding vagrant() {
        String why = "brings up the course VM";
        Optional<Path> vagrant = Tool.find("vagrant");
        if (vagrant.isEmpty()) {
            return Finding.optional(
                    "Vagrant",
                    "not found",
                    why,
                    PackageManager.ofThisMachine()
                                    .filter(PackageManager.APT::equals)
                                    .isPresent()
                            ? "sudo apt-get install vagrant, and virtualbox or vagrant-libvirt"
                            : "install Vagrant and VirtualBox from their makers' pages");
        }
        List<String> providers = new ArrayList<>();
        Tool.find("VBoxManage").ifPresent(unused -> providers.add("virtualbox"));
        Tool.find("virsh").ifPresent(unused -> providers.add("libvirt"));
        Tool.find("prlctl").ifPresent(unused -> providers.add("parallels"));
        return providers.isEmpty()
                ? Finding.optional(
                        "Vagrant",
                        vagrant.get() + ", no provider",
                        why,
                        "sudo apt-get install vagrant-libvirt libvirt-daemon-system")
                : Finding.found("Vagrant", vagrant.get() + " with " + String.join(", ", providers), why);
    }
}
