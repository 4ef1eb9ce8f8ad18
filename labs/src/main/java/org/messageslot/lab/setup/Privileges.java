// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import org.messageslot.setup.PackageManager;

/** What this user may do, and what is left to do without being root. */
final class Privileges {

    private static final String WHAT = "privileges";
    private static final String WHY = "only root installs packages, and loads modules into this machine's own kernel";

    private Privileges() {}

    /** Looks at this user. */
    static Finding look() {
        boolean sudo = Tool.find("sudo").isPresent();
        return of(
                PackageManager.isRoot(),
                sudo,
                sudo && Tool.ask("sudo", "-n", "true").exitCode() == 0);
    }

    /**
     * Judges.
     *
     * @param root whether the user is root
     * @param sudo whether there is sudo
     * @param free whether sudo asks for no password
     */
    static Finding of(boolean root, boolean sudo, boolean free) {
        if (root) {
            return Finding.found(WHAT, "root", WHY);
        }
        if (free) {
            return Finding.found(WHAT, "an ordinary user; sudo asks for no password", WHY);
        }
        return Finding.optional(
                WHAT,
                "an ordinary user; " + (sudo ? "sudo asks for a password, or refuses" : "there is no sudo"),
                WHY,
                "tour, walk, shell, grade and bench need no root once the packages are there; provision, try, box and"
                        + " insmod do: take the course VM for them");
    }
}
