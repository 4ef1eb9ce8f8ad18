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
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Kernel modules built from sources that are trusted: the kit's own. Immutable and thread-safe.
 *
 * @param folder where the built modules lie, in the cache
 */
public record ModuleBuild(Path folder) {

    /** What the kernel's build reads; everything else in a folder (programs, products) is left alone. */
    private static final Pattern INPUT = Pattern.compile("Kbuild|Makefile|.*\\.[chS]");
    /** How a shell, and make without one, say that a program is missing. */
    private static final Pattern NOT_FOUND = Pattern.compile(
            "(?m)^(?:/bin/)?(?:sh: (?:line )?\\d+|make(?:\\[\\d+\\])?): ([\\w.+-]+): (?:command )?(?:not found|No such file or directory)$");

    private static final Map<String, byte[]> EMPTY_MODULE = Map.of(
            "Kbuild", bytes("obj-m := empty.o\n"),
            "empty.c", bytes("#include <linux/module.h>\nMODULE_LICENSE(\"GPL\");\n"));

    /**
     * Builds the modules of a folder, in a copy of it, or takes them from the cache.
     *
     * @param sources a folder with a Kbuild file (or a Makefile that serves as one); its own files only, no folders in it
     * @param kernel what to build for
     * @param progress is told when a build begins
     * @return the build
     * @throws GuestUnavailableException if a tool is missing
     * @throws IOException if it does not compile; the message holds the compiler's words
     */
    public static ModuleBuild of(Path sources, KernelTree kernel, Consumer<String> progress) throws IOException {
        return of(sources, kernel, Cache.ofUser(), progress);
    }

    static ModuleBuild of(Path sources, KernelTree kernel, Cache cache, Consumer<String> progress) throws IOException {
        Map<String, byte[]> inputs = inputs(sources);
        String key = kernel.release() + "-" + key(inputs, kernel);
        return new ModuleBuild(cache.entry("modules", key, folder -> {
            String where = CompilePlace.ofOwnSources() == CompilePlace.GUEST ? ", in a guest, some minutes" : "";
            progress.accept(
                    "building the module in " + sources.getFileName() + "/ for Linux " + kernel.release() + where);
            build(inputs, kernel, cache, progress, folder);
        }));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Finds out whether modules can be built for a kernel, by building an empty one.
     *
     * @throws IOException if it cannot be built; the message says why, and names a program that is missing
     */
    static void tryOut(KernelTree kernel, Cache cache, Consumer<String> progress) throws IOException {
        Path folder = RunFolder.create().path();
        try {
            build(EMPTY_MODULE, kernel, cache, progress, folder);
        } finally {
            FileTree.delete(folder);
        }
    }

    /** What the build calls is the kernel's affair, and differs from one to the next. */
    private static void demandCalled(String output, KernelTree kernel) throws GuestUnavailableException {
        Matcher matcher = NOT_FOUND.matcher(output);
        if (matcher.find()) {
            String program = matcher.group(1);
            throw new GuestUnavailableException("Building a module for Linux " + kernel.release() + " calls " + program
                    + ", which is not on this machine; install it (Debian: apt-get install " + program + ").");
        }
    }

    /**
     * Finds a built module.
     *
     * @param name the module's name, {@code message_slot} for example
     * @return its {@code .ko} file
     * @throws IOException if the build made none of that name
     */
    public Path module(String name) throws IOException {
        Path file = folder.resolve(name + ".ko");
        if (!Files.exists(file)) {
            throw new IOException("The build made no module " + name + ".");
        }
        return file;
    }

    private static Map<String, byte[]> inputs(Path sources) throws IOException {
        Map<String, byte[]> inputs = new TreeMap<>();
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (INPUT.matcher(name).matches() && !name.endsWith(".mod.c")) {
                    inputs.put(name, Files.readAllBytes(file));
                }
            }
        }
        return inputs;
    }

    private static String key(Map<String, byte[]> inputs, KernelTree kernel) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        inputs.forEach((name, content) -> {
            parts.add((name + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
            parts.add(content);
        });
        String make = String.join(" ", KernelMake.modules(CompilePlace.ofOwnSources(), kernel.release(), ""));
        parts.add((kernel.version() + " " + make).getBytes(StandardCharsets.UTF_8));
        return Cache.hash(parts.toArray(byte[][]::new));
    }

    private static void build(
            Map<String, byte[]> inputs, KernelTree kernel, Cache cache, Consumer<String> progress, Path folder)
            throws IOException {
        boolean here = CompilePlace.ofOwnSources() == CompilePlace.HOST;
        if (here) {
            demandTools(folder);
        }
        Path copy = RunFolder.create().path();
        try {
            for (Map.Entry<String, byte[]> input : inputs.entrySet()) {
                Files.write(copy.resolve(input.getKey()), input.getValue());
            }
            if (here) {
                compile(kernel, copy);
            } else {
                compileInGuest(CompileGuest.of(kernel, cache, progress), kernel, copy);
            }
            try (Stream<Path> files = Files.list(copy)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".ko")).toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        } finally {
            FileTree.delete(copy);
        }
    }

    private static void demandTools(Path folder) throws IOException {
        Architecture architecture = Architecture.ofGuests();
        for (String tool : List.of("make", architecture.compiler())) {
            if (HostCommand.find(tool).isEmpty()) {
                throw new GuestUnavailableException("Building a kernel module takes " + tool
                        + ", which is not on the search path; install it: apt-get install make "
                        + architecture.compilerPackage() + " " + architecture.libraryPackage());
            }
        }
        if (folder.toString().matches(".*[\\s:].*")) {
            throw new GuestUnavailableException(
                    "The kernel's build cannot work in a folder with a blank or a colon in its"
                            + " path, as the cache's has (" + folder + "); set MSGSLOT_CACHE to another folder.");
        }
    }

    private static void compile(KernelTree kernel, Path copy) throws IOException {
        List<String> words =
                KernelMake.modules(CompilePlace.HOST, kernel.headers().toString(), copy.toString());
        String libraries = kernel.libraries().toString();
        Map<String, String> environment = Map.of("LD_LIBRARY_PATH", libraries, "MAKEFLAGS", "");
        HostCommand.CommandResult outcome = new HostCommand(words, environment, Duration.ofMinutes(5)).run();
        if (!outcome.isSuccess()) {
            demandCalled(outcome.output(), kernel);
            throw new IOException("The module does not build for " + kernel.release() + ":\n" + outcome.output());
        }
    }

    private static void compileInGuest(CompileGuest guest, KernelTree kernel, Path copy) throws IOException {
        List<String> words = KernelMake.modules(CompilePlace.GUEST, guest.headers(), CompileGuest.FOLDER);
        CompileWork.CompileResult result = guest.run(CompileWork.ofOwnSources(words, copy));
        if (!result.isSuccess()) {
            throw new IOException("The module does not build for " + kernel.release() + ":\n" + result.output());
        }
    }
}
