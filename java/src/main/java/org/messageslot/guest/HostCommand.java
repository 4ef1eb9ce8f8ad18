// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program of this machine, run to its end with its output caught.
 *
 * @param words the program and its arguments
 * @param environment what its environment has beside this process's
 * @param limit how long it may take
 */
public record HostCommand(List<String> words, Map<String, String> environment, Duration limit) {

    /**
     * The exit code and the output of a program.
     *
     * @param exitCode its exit code; -1 if it was ended for taking too long
     * @param output what it printed, errors included
     */
    public record CommandResult(int exitCode, String output) {

        /** {@return whether it says that all went well} */
        public boolean isSuccess() {
            return exitCode == 0;
        }

        String lastLine() {
            return output.strip().lines().reduce((a, b) -> b).orElse("it printed nothing");
        }
    }

    /** Copies what it is given. */
    public HostCommand {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /**
     * Makes one with the environment of this process.
     *
     * @param limit how long it may take
     * @param words the program and its arguments
     * @return the command
     */
    public static HostCommand of(Duration limit, String... words) {
        return new HostCommand(List.of(words), Map.of(), limit);
    }

    /**
     * Finds a program on the search path, so that a missing one can be told by name before anything is tried.
     *
     * @param program its name
     * @return the file; empty if there is none
     */
    public static Optional<Path> find(String program) {
        return findAll(program).findFirst();
    }

    /**
     * Finds all programs of a name on the search path. An empty entry, which means the current folder, is left out.
     *
     * @param program the name
     * @return the files, in the order in which the path names their folders
     */
    public static Stream<Path> findAll(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isEmpty()) // the current folder, which may be a submission's
                .flatMap(folder -> within(folder, program));
    }

    /**
     * Looks for a program in a folder.
     *
     * @param folder the folder
     * @param program the program's name
     * @return the file, if it is there and can be run
     */
    public static Stream<Path> within(String folder, String program) {
        try {
            Path file = Path.of(folder, program);
            return Files.isExecutable(file) && !Files.isDirectory(file) ? Stream.of(file) : Stream.empty();
        } catch (InvalidPathException e) {
            return Stream.empty(); // Windows has such words on its path, in quotes for example.
        }
    }

    /**
     * Runs it to its end.
     *
     * @return what it left behind
     * @throws IOException if it cannot be started
     */
    public CommandResult run() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        // Messages are shown to people and matched in a few places: always the untranslated ones.
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Thread reader = Threads.start("output of " + words.get(0), () -> {
            process.getInputStream().transferTo(output);
        });
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            reader.join(1000);
            return new CommandResult(ended ? process.exitValue() : -1, output.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while " + words.get(0) + " was running.");
        }
    }
}
