// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lists what this machine must have for guests to run. */
public final class GuestNeeds {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private GuestNeeds() {}

    /**
     * A program, or a library, that something needs.
     *
     * @param name what a person calls it
     * @param file the program's name on the search path, or the library's file
     * @param purpose what it is for, in a few words
     * @param debianPackage which of Debian's packages has it
     * @param question the argument by which it says what it is, and does nothing else
     * @param replaced whether a guest does its work where it is missing, in minutes instead of seconds
     */
    public record Need(
            String name, String file, String purpose, String debianPackage, String question, boolean replaced) {

        /** A program that knows {@code --version}, as nearly all do, or a library. */
        public Need(String name, String file, String purpose, String debianPackage) {
            this(name, file, purpose, debianPackage, "--version", false);
        }

        /** {@return it, if a guest does its work unless the user wants this machine to} */
        public Need replacedUnless(boolean wanted) {
            return new Need(name, file, purpose, debianPackage, question, !wanted);
        }

        /** {@return where it is; empty if it is missing} */
        public Optional<Path> find() {
            return file.endsWith(".a") ? library(file) : HostCommand.find(file);
        }
    }

    /**
     * Lists what guests need.
     *
     * @return the needs, in the order in which they are used
     * @throws GuestUnavailableException if there are no guests for this machine's system or processor, or MSGSLOT_COMPILE is
     *     wrong
     */
    public static List<Need> all() throws GuestUnavailableException {
        HostSystem.ofThisMachine().demandGuests();
        Architecture architecture = Architecture.ofGuests();
        Need qemu =
                new Need("QEMU", architecture.qemuBinary(), "runs the disposable guests", architecture.qemuPackage());
        Optional<CompilePlace> settled = CompilePlace.settled();
        if (!HostSystem.isLinux()) {
            return List.of(qemu);
        }
        Need setpriv = new Need("setpriv", "setpriv", "lets no guest outlive the lab", "util-linux");
        if (settled.equals(Optional.of(CompilePlace.GUEST))) {
            return List.of(qemu, setpriv);
        }
        List<Need> compilers = compilers(architecture).stream()
                .map(need -> need.replacedUnless(settled.isPresent()))
                .toList();
        return List.of(compilers.get(0), compilers.get(1), qemu, setpriv, compilers.get(2));
    }

    /** {@return what compiles for guests on this machine} */
    static List<Need> compilers(Architecture architecture) {
        return List.of(
                new Need(
                        "C compiler",
                        architecture.compiler(),
                        "builds the module and the guest's agent",
                        architecture.compilerPackage()),
                new Need("make", "make", "drives the kernel's build", "make"),
                new Need(
                        "static libc",
                        "libc.a",
                        "links the guest's agent, which has no libraries to load",
                        architecture.libraryPackage()));
    }

    /** The compiler knows where its libraries are, and answers with the bare name if it has none of it. */
    private static Optional<Path> library(String file) {
        try {
            String compiler = Architecture.ofGuests().compiler();
            if (HostCommand.find(compiler).isEmpty()) {
                return Optional.empty();
            }
            String line = HostCommand.of(LIMIT, compiler, "-print-file-name=" + file)
                    .run()
                    .lastLine();
            return line.startsWith("/") ? Optional.of(Path.of(line)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
