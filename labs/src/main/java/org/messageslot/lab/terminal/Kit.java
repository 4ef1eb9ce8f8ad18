// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.terminal;

import java.nio.file.Path;

/** Says where the kit lies on this machine. */
public final class Kit {

    /** The system property by which the launcher tells the kit's folder. */
    public static final String HOME = "messageslot.home";

    private Kit() {}

    /** {@return the folder of the kit, which the launcher tells} */
    public static Path home() {
        return Path.of(System.getProperty(HOME, ".")).toAbsolutePath().normalize();
    }
}
