// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.nio.file.Path;
import java.util.List;

/** What this machine must have for guests to run. */
public final class GuestNeeds {

    private GuestNeeds() {}

    /**
     * A program that guests need.
     *
     * @param name what a person calls it
     * @param command its name on the search path
     * @param purpose what it is for, in a few words
     * @param debianPackage which of Debian's packages has it
     */
    public record Program(String name, String command, String purpose, String debianPackage) {}

    /**
     * List the programs that guests need.
     *
     * @return the programs, in the order in which they are used
     * @throws GuestUnavailableException if there are no guests for this machine's processor
     */
    public static List<Program> programs() throws GuestUnavailableException {
        Architecture architecture = Architecture.host();
        return List.of(
                new Program("C compiler", "gcc", "builds the module and the guest's agent", "gcc"),
                new Program("make", "make", "drives the kernel's build", "make"),
                new Program(
                        "QEMU", architecture.qemuBinary(), "runs the disposable guests", architecture.qemuPackage()),
                new Program("setpriv", "setpriv", "lets no guest outlive the lab", "util-linux"));
    }

    /** {@return the folder in which kernels, images and snapshots are kept} */
    public static Path cacheFolder() {
        return Cache.ofUser().root();
    }
}
