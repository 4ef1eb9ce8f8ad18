// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Small C programs of our own, to be run in guests: compiled once, statically, and kept in the cache. */
public final class GuestTool {

    private static final List<String> OPTIONS =
            List.of("-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-static", "-s");

    private GuestTool() {}

    /**
     * Compile a program, or take it from the cache.
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
        return Files.readAllBytes(program.in(Cache.ofUser(), "tools"));
    }
}
