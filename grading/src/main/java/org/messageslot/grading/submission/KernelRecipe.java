// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageslot.LabFolders;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.submission.Sandbox.JobEnd;
import org.messageslot.guest.Architecture;
import org.messageslot.guest.CacheFolder;
import org.messageslot.guest.GuestUnavailableException;
import org.messageslot.guest.KernelMake;

/**
 * How a kernel's own build makes a module, learnt by letting it make an empty one and keeping the commands that it used.
 * Repeating those for a student's file gives the same module, byte for byte, in half the time that the build itself takes to
 * find out what to do.
 *
 * <p>The student's options are read from {@code /build/flags}, the student's source is the script's first argument.
 *
 * @param script the commands, for {@code bash}
 * @param compiler the compiler's command alone, which compiles its first argument to the assembly that the second one names
 * @param files what the commands expect to find in {@code /build}
 */
record KernelRecipe(String script, String compiler, Map<String, byte[]> files) {

    /** Part of every key: to be counted up when the recipe or what is done with it changes. */
    static final String EDITION = "6";

    private static final String KERNEL = "/kernel";
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:saved)?cmd_\\S+ := (.*)$");
    private static final String EMPTY_MODULE = """
            #include <linux/module.h>
            MODULE_LICENSE("GPL");
            """;

    private static final String SCRIPT = "script";
    private static final String COMPILER = "compiler";
    private static final String EXPECTED = "expected/";

    /** {@return what to mount, so that modules can be built} */
    static Map<String, Path> mounts(Path headers) {
        Path sources = Optional.ofNullable(headers.getParent()).orElse(headers);
        Path user = Optional.ofNullable(sources.getParent()).orElse(sources);
        return Map.of(KERNEL + "/usr/src", sources, KERNEL + "/usr/lib", user.resolve("lib"));
    }

    private static String inside(Path headers) {
        return KERNEL + "/usr/src/" + headers.getFileName();
    }

    /** {@return whether the headers' own programs can be run, as every build does} */
    static boolean runs(Sandbox sandbox, Path headers) throws UngradableException, InterruptedException, IOException {
        try (PrivateFolder folder = PrivateFolder.make()) {
            // Without arguments it complains and exits with 1; 126 and 127 are the shell's own.
            String script = inside(headers) + "/scripts/basic/fixdep; test $? -lt 126";
            Sandbox.Job job = new Sandbox.Job(
                    List.of("/usr/bin/bash", "-c", script),
                    folder.path(),
                    mounts(headers),
                    Sandbox.JobLimits.ofCompilers());
            return Files.isDirectory(headers) && sandbox.run(job).isSuccess();
        }
    }

    /** {@return the files by which it is kept} */
    Map<String, byte[]> toKeep() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(SCRIPT, script.getBytes(StandardCharsets.ISO_8859_1));
        all.put(COMPILER, compiler.getBytes(StandardCharsets.ISO_8859_1));
        files.forEach((name, content) -> all.put(EXPECTED + name, content));
        return all;
    }

    /** {@return the recipe that was kept in a folder} */
    static KernelRecipe kept(Path folder) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> list = Files.list(folder.resolve(EXPECTED))) {
            for (Path file : list.sorted().toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return new KernelRecipe(
                Files.readString(folder.resolve(SCRIPT), StandardCharsets.ISO_8859_1),
                Files.readString(folder.resolve(COMPILER), StandardCharsets.ISO_8859_1),
                files);
    }

    /** Learns, by a build of about 3 s, how a module of some name is made. */
    static KernelRecipe learn(Sandbox sandbox, Path headers, String module)
            throws UngradableException, InterruptedException {
        if (!Files.isDirectory(headers)) {
            throw new UngradableException(
                    "There are no kernel headers in " + headers + "; delete the cache to fetch them.");
        }
        try (PrivateFolder folder = PrivateFolder.make()) {
            List<String> make = KernelMake.modules(sandbox.place(), inside(headers), Sandbox.FOLDER);
            Sandbox.Job job = new Sandbox.Job(make, folder.path(), mounts(headers), Sandbox.JobLimits.ofCompilers());
            Places places = sandbox.places(job);
            folder.write("Kbuild", places.outside(kbuild(module)));
            folder.write("flags", "");
            folder.write(module + ".c", EMPTY_MODULE);
            Sandbox.JobResult outcome = sandbox.run(job);
            if (!outcome.isSuccess()) {
                throw new UngradableException(failure(outcome, headers));
            }
            return read(new Left(folder, places), headers, module);
        } catch (IOException e) {
            throw new UngradableException("The kernel's build cannot be tried: " + e.getMessage(), e);
        }
    }

    private static String kbuild(String module) throws GuestUnavailableException {
        String flags = String.join(" ", Architecture.ofGuests().moduleFlags());
        return "obj-m := " + module + ".o\nccflags-y := " + flags + " @/build/flags\n";
    }

    /** {@return why an empty module could not be built} */
    static String failure(Sandbox.JobResult outcome, Path headers) throws IOException {
        if (outcome.end() == JobEnd.TOO_SLOW) {
            return "An empty module was not built within "
                    + Sandbox.JobLimits.ofCompilers().wall().toMinutes()
                    + " minutes, which takes some seconds elsewhere: this machine is too busy; end other work on it, and"
                    + " try again.";
        }
        return LabFolders.whyNothingRuns(CacheFolder.named("kernels"))
                .orElseGet(() -> "An empty module does not build against " + headers + ": "
                        + Shown.name(lastLine(outcome.output())));
    }

    private static String lastLine(String output) {
        return output.strip().lines().reduce((a, b) -> b).orElse("it printed nothing");
    }

    /** What a build has left in its folder, with the names of the inside. */
    private record Left(PrivateFolder folder, Places places) {
        /** Every byte is a character, so that what is no text stays as it is. */
        String text(String file) throws IOException {
            return places.inside(new String(folder.read(file), StandardCharsets.ISO_8859_1));
        }
    }

    private static KernelRecipe read(Left folder, Path headers, String module) throws IOException {
        String compile = command(folder, "." + module + ".o.cmd").replace("/build/" + module + ".c", "\"$1\"");
        String script = String.join(
                "\n",
                "set -e",
                "export SRCARCH=" + architecture(headers),
                "cd " + inside(headers),
                compile,
                command(folder, ".Module.symvers.cmd"),
                command(folder, "." + module + ".mod.o.cmd"),
                command(folder, "." + module + ".ko.cmd"),
                "");
        String compiler = "cd " + inside(headers) + "\n"
                + compile.substring(0, (compile + ";").indexOf(';'))
                        .replace("-c -o /build/" + module + ".o", "-S -g0 -w -o \"$2\"");
        return new KernelRecipe(script, compiler, expected(folder, module));
    }

    /** Objtool asks for it; the headers of a kernel carry one architecture. */
    private static String architecture(Path headers) throws IOException {
        try (Stream<Path> list = Files.list(headers.resolve("arch"))) {
            return list.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("\\w+"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("The headers name no architecture."));
        }
    }

    /** A file that Kbuild keeps holds the command in the language of make. */
    private static String command(Left folder, String file) throws IOException {
        Matcher matcher = COMMAND.matcher(folder.text(file));
        if (!matcher.find()) {
            throw new IOException("Kbuild left no command in " + file + ".");
        }
        return matcher.group(1).replace("$(pound)", "#").replace("$$", "$");
    }

    private static Map<String, byte[]> expected(Left left, String module) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> list = Files.list(left.folder().path())) {
            for (Path file : list.sorted().toList()) {
                String name = file.getFileName().toString();
                boolean product = name.equals(module + ".o")
                        || name.equals(module + ".ko")
                        || name.startsWith(module + ".mod.")
                        || name.equals("Module.symvers");
                if (!product && Files.isRegularFile(file)) {
                    files.put(name, left.text(name).getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }
}
