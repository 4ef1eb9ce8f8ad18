// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of this machine that the lab asks things. */
final class Tool {

    private static final int CANNOT_RUN = 126;
    private static final int NOT_FOUND = 127;

    private Tool() {}

    /** The output and the exit code of a program. */
    record Outcome(int exitCode, String output) {
        /** {@return whether the program ran at all; shells, too, say by 126 and 127 that it did not} */
        boolean hasStarted() {
            return exitCode != CANNOT_RUN && exitCode != NOT_FOUND;
        }

        String firstLine() {
            return output.lines().findFirst().orElse("").strip();
        }
    }

    /** Find a program on the PATH, or where the system's own administration programs are. */
    static Optional<Path> find(String name) {
        Stream<String> path =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1));
        return Stream.concat(path, Stream.of("/usr/sbin", "/sbin"))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> Stream.of(name, name + ".exe").flatMap(file -> within(folder, file)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> within(String folder, String file) {
        try {
            return Stream.of(Path.of(folder, file));
        } catch (InvalidPathException e) {
            return Stream.empty(); // Windows has such words on its path, in quotes for example.
        }
    }

    /** Run a program with the C locale and read all that it prints, on both streams. */
    static Outcome run(String... command) {
        return outcomeOf(new ProcessBuilder(command).redirectErrorStream(true));
    }

    /** Run a program with the C locale and read its answer only; what it says on standard error is thrown away. */
    static Outcome ask(String... command) {
        return outcomeOf(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    private static Outcome outcomeOf(ProcessBuilder builder) {
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Outcome(CANNOT_RUN, "");
        }
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LabException.failed("interrupted while " + builder.command().get(0) + " was running");
        }
    }

    /** Run a program that talks to the user itself. */
    static int show(List<String> command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LabException.failed("interrupted while " + command.get(0) + " was running");
        }
    }
}
