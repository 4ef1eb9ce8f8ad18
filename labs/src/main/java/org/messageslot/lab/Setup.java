// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.util.List;

/** Installs Debian packages that findings ask for. */
final class Setup {

    private Setup() {}

    /**
     * Install what is missing, after saying what that is and how large.
     *
     * @param findings what the doctor found
     * @param screen where to say it and to ask
     * @param yes whether not to ask
     * @return whether anything was installed
     */
    static boolean install(List<Finding> findings, Screen screen, boolean yes) throws Exception {
        List<String> packages = packagesFor(findings);
        if (packages.isEmpty()) {
            return false;
        }
        if (!Apt.mayInstall()) {
            throw LabException.missing("only root can install " + String.join(" ", packages)
                    + ", and there is no sudo; ask whoever is root for: " + Apt.commandFor(packages));
        }
        screen.working("fetching the package lists", progress -> {
            Apt.update();
            return true;
        });
        String size = Apt.sizeOf(packages);
        screen.note("To install: " + String.join(" ", packages) + (size.isEmpty() ? "" : " (" + size + ")"));
        if (!yes && !agreed(screen)) {
            return false;
        }
        screen.working("installing " + packages.size() + " packages", progress -> {
            Apt.install(packages);
            return true;
        });
        return true;
    }

    static List<String> packagesFor(List<Finding> findings) {
        return findings.stream()
                .filter(Finding::isMissing)
                .flatMap(finding -> finding.packages().stream())
                .distinct()
                .toList();
    }

    private static boolean agreed(Screen screen) {
        if (!screen.terminal()) {
            screen.note("Nothing was installed: without a terminal to ask on, --yes is needed.");
            return false;
        }
        return screen.confirm("Install now?");
    }
}
