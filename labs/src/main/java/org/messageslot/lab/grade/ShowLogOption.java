// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import picocli.CommandLine.Option;

/** The option {@code --show-log}: whether the kernel's log is shown of checks that pass, too. */
public final class ShowLogOption {

    @Option(names = "--show-log", description = "Show what the kernel logged during checks that pass, too.")
    private boolean wanted;

    /** {@return whether it is} */
    public boolean wanted() {
        return wanted;
    }
}
