// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the firmware started a kernel that refuses modules that nobody signed. */
final class SecureBoot {

    private static final String WHAT = "Secure Boot";
    private static final String WHY = "decides whether this machine's own kernel takes the module";
    private static final Path VARIABLE =
            Path.of("/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c");
    private static final Path LOCKDOWN = Path.of("/sys/kernel/security/lockdown");

    private SecureBoot() {}

    /** Looks at this machine. */
    static Finding look() {
        return of(read(VARIABLE), new String(read(LOCKDOWN), java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return new byte[0]; // There is no such firmware, or the kernel does not say.
        }
    }

    /**
     * Judges.
     *
     * @param variable the firmware's: four bytes of attributes and one that is 1 where it is on; empty if there is none
     * @param lockdown what the kernel forbids itself, its choice in brackets; empty if it does not say
     */
    static Finding of(byte[] variable, String lockdown) {
        boolean on = variable.length > 0 && variable[variable.length - 1] == 1;
        boolean locked = lockdown.contains("[integrity]") || lockdown.contains("[confidentiality]");
        if (!on && !locked) {
            return Finding.found(WHAT, "off: modules need no signature", WHY);
        }
        return Finding.optional(
                WHAT,
                on
                        ? "on: modules that nobody signed are refused"
                        : "the kernel is locked down: it refuses such modules",
                WHY,
                "switch it off in the firmware (of the VM), or enrol DKMS' key: sudo mokutil --import"
                        + " /var/lib/dkms/mok.pub, and start again; guests need neither");
    }
}
