// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small C programs of our own, to be run in guests: compiled once, statically, and kept in the cache. */
public final class GuestTool {

    private static final List<String> COMPILER =
            List.of("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-static", "-s");

    private GuestTool() {}

    /**
     * Compile a program, or take it from the cache.
     *
     * @param name its name, for messages
     * @param source its C source
     * @return the program, for a guest of this machine's architecture
     * @throws GuestUnavailableException if there is no compiler
     * @throws IOException if it does not compile
     */
    public static byte[] compiled(String name, byte[] source) throws IOException {
        byte[] how = String.join(" ", COMPILER).getBytes(StandardCharsets.UTF_8);
        Path entry = Cache.ofUser().entry("tools", name + "-" + Cache.hash(how, source), folder -> {
            if (HostCommand.find("gcc").isEmpty()) {
                throw new GuestUnavailableException("The guest's program " + name
                        + " is written in C and there is no gcc; install it: apt-get install gcc libc6-dev");
            }
            Path file = folder.resolve(name + ".c");
            Files.write(file, source);
            List<String> words = new ArrayList<>(COMPILER);
            words.addAll(List.of("-o", folder.resolve(name).toString(), file.toString()));
            HostCommand.Outcome outcome = new HostCommand(words, Map.of(), Duration.ofMinutes(2)).run();
            if (!outcome.isSuccess()) {
                throw new IOException("The guest's program " + name + " does not compile (is libc6-dev installed?):\n"
                        + outcome.output());
            }
        });
        return Files.readAllBytes(entry.resolve(name));
    }
}
