// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.terminal;

import java.nio.file.Path;

/** Says where the kit and its module are on this machine. */
public final class Kit {

    /** The system property by which the launcher tells the kit's folder. */
    public static final String HOME = "messageslot.home";

    /** The node that tells whether the module is loaded on this machine. */
    public static final String FIRST_SLOT = "/dev/slot0";

    private Kit() {}

    /** {@return the folder of the kit, which the launcher tells} */
    public static Path home() {
        return Path.of(System.getProperty(HOME, ".")).toAbsolutePath().normalize();
    }
}
