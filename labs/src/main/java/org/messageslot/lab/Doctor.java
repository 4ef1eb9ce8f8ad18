// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.messageslot.guest.GuestNeeds;
import org.messageslot.guest.GuestNeeds.Need;
import org.messageslot.guest.GuestUnavailableException;
import org.messageslot.guest.KernelSeries;
import org.messageslot.setup.Apt;
import org.messageslot.setup.Needs;

/** Looks at what this machine has of what the lab needs. */
final class Doctor {

    private static final long NEEDED_MB = 1500;

    private Doctor() {}

    /** {@return what a guest needs, in the order in which it needs it} */
    static List<Finding> forGuests() {
        List<Finding> findings = new ArrayList<>();
        try {
            GuestNeeds.all().forEach(need -> findings.add(of(need)));
        } catch (GuestUnavailableException e) {
            String fix = "use --on model, or the course VM (vagrant up)";
            findings.add(Finding.missing("guest", String.valueOf(e.getMessage()), "disposable kernels", fix));
        }
        findings.add(debianPackages());
        return findings;
    }

    /** {@return what grading needs, guests among it} */
    static List<Finding> forGrading() {
        List<Finding> findings = new ArrayList<>(forGuests());
        findings.add(of(Needs.bubblewrap()));
        return findings;
    }

    /** {@return all that the lab, its build and the course VM can use} */
    static List<Finding> all(Consumer<String> progress) {
        List<Finding> findings = new ArrayList<>();
        findings.add(jdk());
        findings.addAll(forGrading());
        findings.add(kvm(progress));
        findings.add(kernels());
        findings.add(disk());
        Needs.forTestsAlone().forEach(need -> findings.add(of(need)));
        findings.add(slot());
        findings.add(headers());
        findings.add(vagrant());
        return findings;
    }

    private static Finding jdk() {
        String detail = System.getProperty("java.version") + ", " + System.getProperty("java.home");
        boolean whole = ModuleLayer.boot().findModule("jdk.jshell").isPresent();
        String why = "runs the lab and its shell";
        return whole
                ? Finding.found("JDK", detail, why)
                : new Finding(
                        Finding.State.MISSING,
                        "JDK",
                        detail + " is without jshell",
                        why,
                        List.of("openjdk-17-jdk-headless"),
                        Apt.commandFor(List.of("openjdk-17-jdk-headless")));
    }

    private static Finding of(Need need) {
        return need.find()
                .map(path -> Finding.found(need.name(), version(path), need.purpose()))
                .orElseGet(() -> Finding.missing(need.name(), need.purpose(), need.debianPackage()));
    }

    private static String version(Path file) {
        String line = Files.isExecutable(file)
                ? Tool.ask(file.toString(), "--version").firstLine()
                : "";
        return line.isEmpty() ? file.toString() : line;
    }

    private static Finding debianPackages() {
        String why = "fetch and unpack the guest's kernel, without root";
        boolean here = Apt.isHere() && Tool.find("dpkg-deb").isPresent();
        return here
                ? Finding.found("apt, dpkg", Tool.ask("apt-get", "--version").firstLine(), why)
                : Finding.missing(
                        "apt, dpkg", "not found", why, "use Debian, the course VM (vagrant up), or --on model");
    }

    /** A device node proves nothing: KVM is tried, as soon as there is a guest to try it with. */
    private static Finding kvm(Consumer<String> progress) {
        String why = "how fast guests are";
        if (!GuestKernel.missing().isEmpty()) {
            String detail =
                    Files.exists(Path.of("/dev/kvm")) ? "/dev/kvm is there; the first guest tries it" : "no /dev/kvm";
            return Finding.optional("KVM", detail, why, "without it guests run emulated, which is enough");
        }
        String accelerator = GuestKernel.accelerator(progress);
        return accelerator.startsWith("KVM")
                ? Finding.found("KVM", accelerator, why)
                : Finding.optional("KVM", accelerator, why, "guests run emulated, which is enough");
    }

    private static Finding kernels() {
        String why = "what guests run";
        List<String> cached = new ArrayList<>();
        for (KernelSeries series : KernelSeries.values()) {
            if (GuestKernel.isCached(series)) {
                cached.add("Linux " + series);
            }
        }
        return cached.isEmpty()
                ? Finding.optional("guest kernels", "none fetched yet", why, "./lab tour fetches one, about 40 MB")
                : Finding.found("guest kernels", String.join(", ", cached), why);
    }

    private static Finding disk() {
        String why = "holds kernels, images and snapshots; may be deleted at any time";
        Path cache = GuestNeeds.cacheFolder();
        try {
            Path existing = cache;
            while (!Files.exists(existing)) {
                existing = Optional.ofNullable(existing.getParent()).orElse(Path.of("/"));
            }
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace() >> 20;
            String detail = free + " MB free for " + cache;
            return free >= NEEDED_MB
                    ? Finding.found("disk", detail, why)
                    : Finding.missing(
                            "disk",
                            detail,
                            why,
                            "make room for " + NEEDED_MB + " MB, or set XDG_CACHE_HOME to a larger disk");
        } catch (IOException e) {
            return Finding.missing("disk", String.valueOf(e.getMessage()), why, "set XDG_CACHE_HOME to another disk");
        }
    }

    private static Finding slot() {
        String why = "the target 'here': this machine's own kernel";
        Path node = Path.of(SlotOption.FIRST_SLOT);
        return Files.exists(node)
                ? Finding.found("message slot", node + (Files.isWritable(node) ? "" : ", not writable for you"), why)
                : Finding.optional(
                        "message slot",
                        "not loaded on this machine",
                        why,
                        "sudo ./lab provision, or vagrant up; guests need nothing of it");
    }

    private static Finding headers() {
        String why = "builds the module for this machine's own kernel";
        String release = System.getProperty("os.version");
        Path build = Path.of("/lib/modules", release, "build");
        return Files.exists(build)
                ? Finding.found("kernel headers", build.toString(), why)
                : Finding.optional(
                        "kernel headers",
                        "none for " + release,
                        why,
                        "sudo apt-get install linux-headers-$(uname -r); guests bring their own");
    }

    private static Finding vagrant() {
        String why = "brings up the course VM";
        Optional<Path> vagrant = Tool.find("vagrant");
        if (vagrant.isEmpty()) {
            return Finding.optional(
                    "Vagrant", "not found", why, "sudo apt-get install vagrant, and virtualbox or vagrant-libvirt");
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
