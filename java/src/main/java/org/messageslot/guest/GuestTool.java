// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small C programs of our own, to be run in guests: compiled once, statically, and kept in the cache. */
public final class GuestTool {

    private static final List<String> OPTIONS =
            List.of("-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-static", "-s");

    private GuestTool() {}

    /**
     * Compiles a program, or takes it from the cache.
     *
     * @param name its name, for messages
     * @param source its C source
     * @return the program, for a guest of the architecture that guests have here
     * @throws GuestUnavailableException if there is no compiler
     * @throws IOException if it does not compile
     */
    public static byte[] compiled(String name, byte[] source) throws IOException {
        CompiledProgram program = new CompiledProgram(
                name, "the guest's program " + name, CompiledProgram.forGuests(OPTIONS), Map.of(name + ".c", source));
        return Files.readAllBytes(program.in(Cache.ofUser(), "tools", GuestTool::inGuest));
    }

    private static byte[] inGuest(CompiledProgram program) throws IOException {
        KernelTree kernel = KernelTree.of(GuestOptions.standard().series(), step -> {});
        Path folder = RunFolder.create().path();
        try {
            List<String> words = new ArrayList<>(List.of("gcc-12"));
            words.addAll(program.options());
            words.addAll(List.of("-o", program.name()));
            for (Map.Entry<String, byte[]> source : program.sources().entrySet()) {
                Files.write(folder.resolve(source.getKey()), source.getValue());
                words.add(source.getKey());
            }
            CompileWork.CompileResult result =
                    CompileGuest.of(kernel, step -> {}).run(CompileWork.ofOwnSources(words, folder));
            if (!result.isSuccess()) {
                throw new IOException(result.output());
            }
            return Files.readAllBytes(folder.resolve(program.name()));
        } finally {
            FileTree.delete(folder);
        }
    }
}
