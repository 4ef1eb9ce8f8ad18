// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The guest's init, compiled from the sources that this library carries ({@code kernel/guest} of the kit). */
final class AgentBinary {

    private static final List<String> SOURCES = List.of(
            "agent.c",
            "agent.h",
            "agent_errand.c",
            "agent_protocol.h",
            "agent_run.c",
            "agent_wire.c",
            "agent_worker.c");

    /** Static, because nothing else is in the guest. */
    private static final List<String> COMPILER = List.of(
            "gcc", "-std=gnu11", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-Werror", "-static", "-pthread", "-s");

    private AgentBinary() {}

    static byte[] compiled(Cache cache) throws IOException {
        Map<String, byte[]> sources = sources();
        Path entry = cache.entry("agent", key(sources), folder -> compile(sources, folder));
        return Files.readAllBytes(entry.resolve("agent"));
    }

    private static Map<String, byte[]> sources() throws IOException {
        Map<String, byte[]> sources = new LinkedHashMap<>();
        for (String name : SOURCES) {
            try (InputStream in = AgentBinary.class.getResourceAsStream("agent/" + name)) {
                if (in == null) {
                    throw new IOException("This build of the library lacks the agent's source " + name + ".");
                }
                sources.put(name, in.readAllBytes());
            }
        }
        return sources;
    }

    private static String key(Map<String, byte[]> sources) {
        List<byte[]> parts = new ArrayList<>(sources.values());
        parts.add(String.join(" ", COMPILER).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Cache.hash(parts.toArray(byte[][]::new));
    }

    private static void compile(Map<String, byte[]> sources, Path folder) throws IOException {
        if (HostCommand.find("gcc").isEmpty()) {
            throw new GuestUnavailableException(
                    "The guest's agent is written in C and there is no gcc; install it: apt-get install gcc libc6-dev");
        }
        List<String> words = new ArrayList<>(COMPILER);
        words.addAll(List.of("-o", folder.resolve("agent").toString()));
        for (Map.Entry<String, byte[]> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey());
            Files.write(file, source.getValue());
            if (source.getKey().endsWith(".c")) {
                words.add(file.toString());
            }
        }
        HostCommand.Outcome outcome = new HostCommand(words, Map.of(), Duration.ofMinutes(2)).run();
        if (!outcome.isSuccess()) {
            throw new IOException("The guest's agent does not compile (is libc6-dev installed?):\n" + outcome.output());
        }
    }
}
