// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.messageslot.guest.HostCommand;
import org.messageslot.lab.terminal.LabException;

/** Programs of this machine that the lab asks things. */
public final class Tool {

    private static final int CANNOT_RUN = 126;
    private static final int NOT_FOUND = 127;

    private Tool() {}

    /** The output and the exit code of a program. */
    public record ToolAnswer(int exitCode, String output) {
        /** {@return whether the program ran at all; shells, too, say by 126 and 127 that it did not} */
        boolean hasStarted() {
            return exitCode != CANNOT_RUN && exitCode != NOT_FOUND;
        }

        String firstLine() {
            return output.lines().findFirst().orElse("").strip();
        }
    }

    /** Finds a program on the PATH, or where the system's own administration programs are. */
    public static Optional<Path> find(String name) {
        return Stream.of(
                        HostCommand.findAll(name),
                        HostCommand.findAll(name + ".exe"),
                        HostCommand.within("/usr/sbin", name),
                        HostCommand.within("/sbin", name))
                .flatMap(files -> files)
                .findFirst();
    }

    /** Runs a program with the C locale and reads all that it prints, on both streams. */
    public static ToolAnswer run(String... command) {
        return outcomeOf(new ProcessBuilder(command).redirectErrorStream(true));
    }

    /** Runs a program with the C locale and reads its answer only; what it says on standard error is thrown away. */
    static ToolAnswer ask(String... command) {
        return outcomeOf(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    private static ToolAnswer outcomeOf(ProcessBuilder builder) {
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new ToolAnswer(CANNOT_RUN, "");
        }
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ToolAnswer(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LabException.failed("interrupted while " + builder.command().get(0) + " was running");
        }
    }

    /** Runs a program that talks to the user itself. */
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
