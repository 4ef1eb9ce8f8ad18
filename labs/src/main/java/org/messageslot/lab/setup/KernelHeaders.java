// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.messageslot.setup.PackageManager;

/** The headers of the kernel that runs: whether modules can be built for it, and if not, whether that can be helped. */
final class KernelHeaders {

    private static final String WHAT = "kernel headers";
    private static final String WHY = "builds the module for this machine's own kernel";
    private static final String INSTEAD = "guests (./lab tour) bring their own, and so does the course VM (vagrant up)";

    /** Kernels that come from elsewhere than the system they run, by a part of their release. */
    private static final Map<String, String> STRANGERS = new TreeMap<>(Map.of(
            "microsoft", "WSL2's",
            "linuxkit", "Docker Desktop's",
            "orbstack", "OrbStack's",
            "azure", "Azure's (Codespaces, CI runners)",
            "aws", "Amazon's cloud's",
            "gcp", "Google's cloud's",
            "gke", "Google's cloud's"));

    private KernelHeaders() {}

    /** Looks at this machine. */
    static Finding look() {
        String release = System.getProperty("os.version");
        if (!System.getProperty("os.name").equals("Linux")) {
            return Finding.optional(WHAT, "this machine does not run Linux", WHY, INSTEAD);
        }
        if (Tool.find("apt-cache").isEmpty()) {
            return Finding.optional(WHAT, "looked for with apt only, which is not here", WHY, INSTEAD);
        }
        boolean there = Files.exists(Path.of("/lib/modules", release, "build", "Makefile"));
        return of(
                release, there, !there && isOnOffer("linux-headers-" + release), !there && isOnOffer(newest(release)));
    }

    private static boolean isOnOffer(String name) {
        return Tool.find("apt-cache")
                .filter(apt -> Tool.ask(apt.toString(), "show", name).exitCode() == 0)
                .isPresent();
    }

    /** {@return the package that follows the newest kernel of the same flavour: 6.1.0-18-cloud-amd64 is cloud-amd64} */
    static String newest(String release) {
        return "linux-headers-" + release.replaceFirst("^[^-]*(-[0-9]+)?-", "");
    }

    /**
     * Judges.
     *
     * @param release of the kernel that runs
     * @param there whether its headers are installed
     * @param onOffer whether apt has them
     * @param successor whether apt has those of the newest kernel of its flavour
     */
    static Finding of(String release, boolean there, boolean onOffer, boolean successor) {
        if (there) {
            return Finding.found(WHAT, "/lib/modules/" + release + "/build", WHY);
        }
        String fix;
        if (onOffer) {
            fix = PackageManager.APT.commandFor(java.util.List.of("linux-headers-" + release));
        } else if (successor) {
            String headers = newest(release);
            String image = headers.replace("-headers-", "-image-");
            fix = "apt has those of newer kernels only: "
                    + PackageManager.APT.commandFor(java.util.List.of(image, headers))
                    + ", and start again; or guests, which bring their own";
        } else {
            fix = "apt has none for " + stranger(release).orElse("it") + ": " + INSTEAD;
        }
        return Finding.optional(WHAT, "none for " + release, WHY, fix);
    }

    private static Optional<String> stranger(String release) {
        return STRANGERS.entrySet().stream()
                .filter(entry -> release.contains(entry.getKey()))
                .map(entry -> "this kernel, which is " + entry.getValue() + " and not Debian's")
                .findFirst();
    }
}
