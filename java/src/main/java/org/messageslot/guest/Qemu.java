// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The emulator that is installed on this machine.
 *
 * @param binary its program
 * @param version its version, {@code "7.2.22"} for example
 */
record Qemu(Path binary, String version) {

    private static final Pattern VERSION = Pattern.compile("QEMU emulator version (\\S+)( \\(([^)]*)\\))?.*");

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    /** {@return the emulator for an architecture} */
    static Qemu find(Architecture architecture) throws IOException {
        Path binary = HostCommand.find(architecture.qemuBinary())
                .orElseThrow(
                        () -> new GuestUnavailableException("A guest runs in QEMU, and " + architecture.qemuBinary()
                                + " is not on the search path; install it: apt-get install --no-install-recommends "
                                + architecture.qemuPackage() + ", or use --on model."));
        HostCommand.CommandResult outcome =
                HostCommand.of(ANSWER_LIMIT, binary.toString(), "--version").run();
        Matcher m = VERSION.matcher(outcome.output().lines().findFirst().orElse(""));
        if (!outcome.isSuccess() || !m.matches()) {
            throw new GuestUnavailableException(binary + " does not start (" + outcome.lastLine()
                    + "); reinstall the package " + architecture.qemuPackage() + ".");
        }
        // The distribution's own version is part of it: a snapshot is for one build of QEMU.
        return new Qemu(binary, m.group(1) + (m.group(3) == null ? "" : "_" + m.group(3)));
    }

    /**
     * Asks it by what it can run guests.
     *
     * @return the accelerators that were built into it, {@code "kvm"} for example; whether one works here, it does not know
     * @throws IOException if it does not start
     */
    Set<String> accelerators() throws IOException {
        HostCommand.CommandResult outcome = HostCommand.of(ANSWER_LIMIT, binary.toString(), "-accel", "help")
                .run();
        return outcome.output().lines().map(String::strip).collect(Collectors.toUnmodifiableSet());
    }
}
