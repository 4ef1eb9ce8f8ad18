// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.grading.UngradableException;
import org.messageslot.guest.KernelTree;
import org.messageslot.guest.Oops.CodePlace;

/** Finds the source lines of a place in a module, by its debug information, read in the sandbox. Thread-safe. */
public final class SourceLines {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");
    private static final Pattern LINE = Pattern.compile("([^\\s:]+):(\\d{1,9})(?: .*)?");
    private static final Pattern CALLED = Pattern.compile("calls ([A-Za-z_][A-Za-z0-9_.]*).*");

    /**
     * Prints the lines of an instruction, that of the innermost inlined function first, and what function outside of the module it
     * calls: a call's last four bytes are to be relocated. Its arguments: the function, the offset of a byte in it, and 1 if that
     * byte is the last one of a call, or else 0.
     */
    private static final String SCRIPT = """
            set -- $(${TOOLS}objdump -t module.ko | awk -v name="$1" '$NF == name && / F / { print $(NF-2), $1; exit }') "$2" "$3"
            [ $# = 4 ] || exit 0
            byte=$((0x$2 + $3))
            ${TOOLS}addr2line -i -e module.ko -j "$1" $(printf '%x' $byte)
            [ "$4" = 0 ] || ${TOOLS}objdump -r -j "$1" module.ko |
            	awk -v at=$(printf '%016x' $((byte - 3))) '$1 == at { print "calls", $3 }'
            """;

    private final Path module;
    private final Tools tools;
    private final Map<CodePlace, Optional<CodeSite>> known = new ConcurrentHashMap<>();

    /** What finds out where modules are read: looking for a sandbox takes a moment, and not every module crashes. */
    private interface Tools {
        Sandbox sandbox() throws UngradableException, InterruptedException;
    }

    /**
     * Looks into a module.
     *
     * @param module the {@code .ko} file, with its debug information
     * @param kernel what it was built for
     */
    public SourceLines(Path module, KernelTree kernel) {
        this(module, () -> Sandbox.of(kernel, step -> {}));
    }

    /**
     * Looks into a module, by tools that run where it was built.
     *
     * @param module the {@code .ko} file, with its debug information
     * @param sandbox where
     */
    public SourceLines(Path module, Sandbox sandbox) {
        this(module, () -> sandbox);
    }

    private SourceLines(Path module, Tools tools) {
        this.module = module.toAbsolutePath();
        this.tools = tools;
    }

    /**
     * A line of a source file.
     *
     * @param path the file as the compiler was given it
     * @param number the line's number, from 1
     */
    public record SourcePosition(String path, int number) {

        /** {@return the file's name without folders} */
        public String file() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /**
     * Tells where in the source an instruction comes from.
     *
     * @param lines its lines: that of the innermost inlined function, where that was inlined, and so on; never empty
     * @param called the function outside of the module that it calls; empty if it calls none, or that is not known
     */
    public record CodeSite(List<SourcePosition> lines, String called) {

        /** Keep a copy of the list. */
        public CodeSite {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Finds out where an instruction comes from.
     *
     * @param place the instruction, in this module
     * @return its lines, if the module tells
     */
    public Optional<CodeSite> of(CodePlace place) {
        return NAME.matcher(place.function()).matches() ? known.computeIfAbsent(place, this::find) : Optional.empty();
    }

    private Optional<CodeSite> find(CodePlace place) {
        try (PrivateFolder folder = PrivateFolder.make()) {
            List<String> command = List.of(
                    "/usr/bin/bash",
                    "-c",
                    SCRIPT,
                    "bash",
                    place.function(),
                    Long.toString(place.instruction()),
                    place.returned() ? "1" : "0");
            folder.write("module.ko", Files.readAllBytes(module));
            Sandbox.JobResult outcome = tools.sandbox()
                    .run(new Sandbox.Job(command, folder.path(), Map.of(), Sandbox.JobLimits.ofCompilers()));
            return read(outcome.output());
        } catch (IOException | UngradableException e) {
            return Optional.empty(); // It only explains; the verdict stands without.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<CodeSite> read(String output) {
        List<SourcePosition> lines = new ArrayList<>();
        String called = "";
        for (String text : output.lines().toList()) {
            Matcher line = LINE.matcher(text);
            Matcher call = CALLED.matcher(text);
            if (line.matches()) {
                lines.add(new SourcePosition(line.group(1), Integer.parseInt(line.group(2))));
            } else if (call.matches()) {
                called = call.group(1);
            }
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(new CodeSite(lines, called));
    }
}
