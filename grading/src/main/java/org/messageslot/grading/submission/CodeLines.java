// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.messageslot.grading.UngradableException;

/** Finds the student's lines of many instructions of a module at once, by its debug information, read in the sandbox. */
public final class CodeLines {

    private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]{1,16})");
    private static final Pattern PLACE = Pattern.compile("([^\\s:]+):(\\d{1,9})(?: .*)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,100}");
    private static final String SCRIPT = "${TOOLS}addr2line -a -f -i -j \"$1\" -e module.ko < addresses";

    private final Path module;
    private final Submission submission;
    private final Sandbox sandbox;

    /**
     * Looks into a module.
     *
     * @param module the {@code .ko} file, with its debug information
     * @param submission what it was built from
     * @param sandbox where its tools run
     */
    public CodeLines(Path module, Submission submission, Sandbox sandbox) {
        this.module = module;
        this.submission = submission;
        this.sandbox = sandbox;
    }

    /**
     * A line of the student's own.
     *
     * @param file the file's name
     * @param number the line's number, from 1
     * @param function the function that it is in
     * @param text the line, without the blanks around it
     */
    public record CodeLine(String file, int number, String function, String text) {}

    /**
     * Finds lines. Of functions that were inlined the innermost of the student's counts.
     *
     * @param section the section of the module that the instructions are in, {@code .text} for example
     * @param offsets where in it, at most some thousands
     * @return the lines, as far as there are any
     */
    public Map<Long, CodeLine> of(String section, Collection<Long> offsets)
            throws IOException, UngradableException, InterruptedException {
        try (PrivateFolder folder = PrivateFolder.make()) {
            folder.write("module.ko", Files.readAllBytes(module));
            folder.write(
                    "addresses",
                    offsets.stream()
                            .map(offset -> Long.toHexString(offset) + "\n")
                            .collect(Collectors.joining()));
            List<String> words = List.of("/usr/bin/bash", "-c", SCRIPT, "bash", section);
            Sandbox.JobResult outcome =
                    sandbox.run(new Sandbox.Job(words, folder.path(), Map.of(), Sandbox.JobLimits.ofCompilers()));
            return read(outcome.output().lines().toList());
        }
    }

    private Map<Long, CodeLine> read(List<String> output) {
        Map<Long, CodeLine> found = new HashMap<>();
        long address = 0;
        String function = "";
        for (String text : output) {
            Matcher place = PLACE.matcher(text);
            if (ADDRESS.matcher(text).matches()) {
                address = Long.parseUnsignedLong(text.substring(2), 16);
            } else if (NAME.matcher(text).matches()) {
                function = text;
            } else if (place.matches() && !found.containsKey(address)) {
                Optional<CodeLine> line = line(place.group(1), Integer.parseInt(place.group(2)), function);
                if (line.isPresent()) {
                    found.put(address, line.get());
                }
            }
        }
        return found;
    }

    private Optional<CodeLine> line(String path, int number, String function) {
        return submission.all().stream()
                .filter(file -> path.equals(Workshop.inside(file)))
                .findFirst()
                .map(file -> {
                    List<String> lines = file.text().lines().toList();
                    String text = number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
                    String name = path.substring(path.lastIndexOf('/') + 1);
                    return new CodeLine(name, number, function, Shown.text(text.strip(), 200));
                });
    }
}
