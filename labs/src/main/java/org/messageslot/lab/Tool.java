// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of this machine that the lab asks things. */
final class Tool {

    private Tool() {}

    /** What a program printed and its exit code. */
    record Outcome(int exitCode, String output) {
        String firstLine() {
            return output.lines().findFirst().orElse("").strip();
        }
    }

    /** Find a program on the PATH, or where the system's own administration programs are. */
    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(Pattern.quote(":"), -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
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
        try {
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
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
