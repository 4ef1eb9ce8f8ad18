// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What makes a QEMU one that can be forked: a library loaded before its others ({@code kernel/forks} of the kit). */
final class ForkLibrary {

    private static final String NAME = "forks.so";

    private static final List<String> COMPILER = List.of(
            "gcc",
            "-std=gnu11",
            "-D_GNU_SOURCE",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-fPIC",
            "-shared",
            "-pthread",
            "-s");

    private ForkLibrary() {}

    private static CompiledProgram program() throws IOException {
        return new CompiledProgram(
                NAME,
                "the library by which QEMU is forked",
                COMPILER,
                CompiledProgram.carried("forks", List.of("forks.c")));
    }

    static Path compiled(Cache cache) throws IOException {
        return program().in(cache, "forks");
    }

    /** {@return what names this edition of the library} */
    static String key() throws IOException {
        return program().key();
    }

    /** Puts it where its path has neither blanks nor colons, which would end it. */
    static void put(Path library, Path runFolder) throws IOException {
        Files.createSymbolicLink(runFolder.resolve(NAME), library);
    }

    /** {@return the command that starts a machine with the library in it} */
    static List<String> preloaded(Path runFolder, List<String> machine) {
        List<String> words = new ArrayList<>(List.of(
                "env",
                "LD_PRELOAD=" + runFolder.resolve(NAME),
                "MSGSLOT_FORKS=" + runFolder.resolve(ForkControl.SOCKET)));
        words.addAll(machine);
        return words;
    }
}
