// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the lab command in a JVM of its own, as its users do: arguments in, output and exit code out. */
public record LabProcess(
        List<String> wrapper,
        Path javaHome,
        String classPath,
        List<String> options,
        Map<String, String> environment,
        String input) {

    private static final long DEADLINE_S = Long.getLong("lab.deadline", 300);

    public record Outcome(int exitCode, String out, String err) {}

    public static LabProcess standard() {
        return new LabProcess(
                List.of(),
                Path.of(System.getProperty("java.home")),
                System.getProperty("java.class.path"),
                List.of(),
                Map.of(),
                "");
    }

    LabProcess on(Path otherJavaHome) {
        return new LabProcess(wrapper, otherJavaHome, classPath, options, environment, input);
    }

    /** {@return the command, run by another one that gets it as its last arguments} */
    public LabProcess under(String... command) {
        return new LabProcess(List.of(command), javaHome, classPath, options, environment, input);
    }

    /** {@return the command with other classes and resources in place of those of the same name} */
    LabProcess before(Path classes) {
        return new LabProcess(wrapper, javaHome, classes + File.pathSeparator + classPath, options, environment, input);
    }

    public LabProcess with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new LabProcess(wrapper, javaHome, classPath, options, more, input);
    }

    public LabProcess option(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new LabProcess(wrapper, javaHome, classPath, more, environment, input);
    }

    /** {@return the command with something to read from standard input} */
    public LabProcess typing(String text) {
        return new LabProcess(wrapper, javaHome, classPath, options, environment, text);
    }

    public Outcome run(String... arguments) {
        try {
            Path out = Files.createTempFile("lab", ".out");
            Path err = Files.createTempFile("lab", ".err");
            try {
                return run(out, err, arguments);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Outcome run(Path out, Path err, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(DEADLINE_S, TimeUnit.SECONDS)) {
                throw new AssertionError("lab " + String.join(" ", arguments) + " did not end; it printed "
                        + Files.readString(out) + Files.readString(err));
            }
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Start the command and go on; what it prints is dropped. */
    public Process start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** {@return the words that start the command with these arguments} */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                javaHome.resolve("bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dmessageslot.home=" + Path.of("..").toAbsolutePath().normalize()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, "org.messageslot.lab.Lab"));
        command.addAll(List.of(arguments));
        return command;
    }
}
