// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.util.ArrayList;
import java.util.List;

/** Makes the commands that ask the kernel's own build for modules. */
public final class KernelMake {

    /**
     * Leaves the modules' BTF out. Debian's headers bring a {@code vmlinux} since 6.12.117, and the build would call
     * {@code pahole} then; nothing here reads a module's BTF.
     */
    private static final String WITHOUT_BTF = "CONFIG_DEBUG_INFO_BTF_MODULES=";

    private KernelMake() {}

    /**
     * Returns the command that builds a folder's modules.
     *
     * @param place where the command will run
     * @param headers the kernel's headers, as the command will see them
     * @param sources the folder with the sources and a Kbuild file, as the command will see it
     * @return its words
     * @throws GuestUnavailableException if there are no guests for this machine's processor
     */
    public static List<String> modules(CompilePlace place, String headers, String sources)
            throws GuestUnavailableException {
        List<String> words = new ArrayList<>(List.of("make", "-s", "-C", headers, "M=" + sources, WITHOUT_BTF));
        if (place == CompilePlace.HOST) {
            words.addAll(forThisMachine(Architecture.ofGuests()));
        }
        words.add("modules");
        return words;
    }

    private static List<String> forThisMachine(Architecture architecture) {
        List<String> words = new ArrayList<>();
        // The headers name the compiler that the kernel was built by; where it is not there, any gcc has to do.
        if (HostCommand.find(architecture.toolPrefix() + "gcc-12").isEmpty()) {
            words.add("CC=" + architecture.compiler());
        }
        words.addAll(architecture.makeWords());
        return words;
    }
}
