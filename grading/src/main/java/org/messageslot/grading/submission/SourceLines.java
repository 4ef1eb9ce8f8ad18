// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.grading.UngradableException;

/** Finds the source line of a place in a module, by its debug information, read in the sandbox. Thread-safe. */
public final class SourceLines {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");
    private static final Pattern LINE = Pattern.compile("(?:.*/)?([^/\\s:]+):(\\d+).*", Pattern.DOTALL);

    /** The symbol's section and value, then the address in that section. */
    private static final String SCRIPT = """
            set -- $(objdump -t module.ko | awk -v name="$1" '$NF == name && / F / { print $(NF-2), $1; exit }') "$2"
            [ $# = 3 ] && addr2line -e module.ko -j "$1" $(printf '%x' $((0x$2 + $3)))
            """;

    private final Path module;
    private final Place place;
    private final Map<String, Optional<Line>> known = new ConcurrentHashMap<>();

    /** What finds out where modules are read: looking for a sandbox takes a moment, and not every module crashes. */
    private interface Place {
        Sandbox sandbox() throws UngradableException, InterruptedException;
    }

    /**
     * Look into a module.
     *
     * @param module the {@code .ko} file, with its debug information
     */
    public SourceLines(Path module) {
        this(module, Sandbox::ofHost);
    }

    /**
     * Look into a module, by tools that run where it was built.
     *
     * @param module the {@code .ko} file, with its debug information
     * @param sandbox where
     */
    public SourceLines(Path module, Sandbox sandbox) {
        this(module, () -> sandbox);
    }

    private SourceLines(Path module, Place place) {
        this.module = module.toAbsolutePath();
        this.place = place;
    }

    /**
     * A line of a source file.
     *
     * @param file the file's name without folders
     * @param number the line's number, from 1
     */
    public record Line(String file, int number) {}

    /**
     * Find a line.
     *
     * @param function the function that it is in
     * @param offset how far into the function, in bytes
     * @return the line, if the module tells
     */
    public Optional<Line> of(String function, long offset) {
        if (!NAME.matcher(function).matches()) {
            return Optional.empty();
        }
        return known.computeIfAbsent(function + "+" + offset, unused -> find(function, offset));
    }

    private Optional<Line> find(String function, long offset) {
        try (PrivateFolder folder = PrivateFolder.make()) {
            List<String> command = List.of("/usr/bin/bash", "-c", SCRIPT, "bash", function, Long.toString(offset));
            folder.write("module.ko", Files.readAllBytes(module));
            Sandbox.Outcome outcome = place.sandbox()
                    .run(new Sandbox.Job(command, folder.path(), Map.of(), Sandbox.Limits.ofCompilers()));
            Matcher line = LINE.matcher(outcome.output().strip());
            return line.matches()
                    ? Optional.of(new Line(line.group(1), Integer.parseInt(line.group(2))))
                    : Optional.empty();
        } catch (IOException | UngradableException | NumberFormatException e) {
            return Optional.empty(); // It only explains; the verdict stands without.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
