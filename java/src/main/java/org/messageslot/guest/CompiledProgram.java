// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A C program of our own, compiled where it is needed and kept in the cache.
 *
 * @param name its file's name
 * @param title what messages call it, {@code "the guest's agent"} for example
 * @param compiler the compiler's command, without the files
 * @param sources the sources by file name
 */
record CompiledProgram(String name, String title, List<String> compiler, Map<String, byte[]> sources) {

    /** {@return the command of the compiler for guests} */
    static List<String> forGuests(List<String> options) throws GuestUnavailableException {
        List<String> words = new ArrayList<>(List.of(Architecture.ofGuests().compiler()));
        words.addAll(options);
        return words;
    }

    /** {@return sources that travel with this library} */
    static Map<String, byte[]> carried(String folder, List<String> names) throws IOException {
        Map<String, byte[]> sources = new LinkedHashMap<>();
        for (String name : names) {
            try (InputStream in = CompiledProgram.class.getResourceAsStream(folder + "/" + name)) {
                if (in == null) {
                    throw new IOException("This build of the library lacks the source " + folder + "/" + name + ".");
                }
                sources.put(name, in.readAllBytes());
            }
        }
        return sources;
    }

    /** Compiles in a guest. */
    interface InGuest {
        /** {@return the program}
         * @throws IOException if it does not compile; the message is the compiler's
         */
        byte[] compiled(CompiledProgram program) throws IOException;
    }

    /**
     * Finds the program, or compiles it on this machine.
     *
     * @param kind the cache's folder of such programs
     * @return its file
     * @throws GuestUnavailableException if there is no compiler
     * @throws IOException if it does not compile
     */
    Path in(Cache cache, String kind) throws IOException {
        return cache.entry(kind, name + "-" + key(), this::compile).resolve(name);
    }

    /**
     * Finds the program, or compiles it where that is to be done.
     *
     * @param kind the cache's folder of such programs
     * @param guest compiles it if it is not to be done on this machine
     * @return its file
     * @throws GuestUnavailableException if there is no compiler
     * @throws IOException if it does not compile
     */
    Path in(Cache cache, String kind, InGuest guest) throws IOException {
        if (CompilePlace.ofOwnSources() == CompilePlace.HOST) {
            return in(cache, kind);
        }
        return cache.entry(kind, name + "-" + key(), folder -> Files.write(folder.resolve(name), compiled(guest)))
                .resolve(name);
    }

    private byte[] compiled(InGuest guest) throws IOException {
        try {
            return guest.compiled(this);
        } catch (GuestUnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(sentence() + " does not compile in a guest:\n" + e.getMessage(), e);
        }
    }

    /** {@return what the compiler is told, the files apart} */
    List<String> options() {
        return compiler.subList(1, compiler.size());
    }

    /** {@return what names the program's sources and how they are compiled} */
    String key() {
        List<byte[]> parts = new ArrayList<>(sources.values());
        parts.add(String.join(" ", compiler).getBytes(StandardCharsets.UTF_8));
        return Cache.hash(parts.toArray(byte[][]::new));
    }

    private void compile(Path folder) throws IOException {
        if (HostCommand.find(compiler.get(0)).isEmpty()) {
            Architecture architecture = Architecture.ofGuests();
            String packages = compiler.get(0).equals(architecture.compiler())
                    ? architecture.compilerPackage() + " " + architecture.libraryPackage()
                    : "gcc libc6-dev";
            throw new GuestUnavailableException(sentence() + " is written in C and there is no " + compiler.get(0)
                    + "; install it: apt-get install " + packages);
        }
        List<String> words = new ArrayList<>(compiler);
        words.addAll(List.of("-o", folder.resolve(name).toString()));
        for (Map.Entry<String, byte[]> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey());
            Files.write(file, source.getValue());
            if (source.getKey().endsWith(".c")) {
                words.add(file.toString());
            }
        }
        HostCommand.CommandResult outcome = new HostCommand(words, Map.of(), Duration.ofMinutes(2)).run();
        if (!outcome.isSuccess()) {
            throw new IOException(sentence() + " does not compile (is libc6-dev installed?):\n" + outcome.output());
        }
    }

    private String sentence() {
        return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }
}
