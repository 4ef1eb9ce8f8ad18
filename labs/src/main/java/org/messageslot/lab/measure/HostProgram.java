// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.measure;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.messageslot.guest.FileTree;

/** Runs a measuring program of the kit on this machine. */
final class HostProgram {

    /** The time limit of a measuring program. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private HostProgram() {}

    /**
     * Runs a program to its end; it ends with this thread.
     *
     * @param words the program and its arguments
     * @return what it printed
     * @throws IOException if it fails; the message says what it said
     */
    static String run(List<String> words) throws IOException {
        // Files, for a pipe that nobody reads would stop what is measured.
        Path folder = Files.createTempDirectory("lab-bench");
        try {
            Path output = folder.resolve("output");
            Path errors = folder.resolve("errors");
            Process process = new ProcessBuilder(words)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!isEnded(process)) {
                throw new IOException("the measuring program fails: its time is up");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the measuring program fails: "
                        + Files.readString(errors).strip());
            }
            return Files.readString(output);
        } finally {
            FileTree.delete(folder);
        }
    }

    private static boolean isEnded(Process process) throws InterruptedIOException {
        try {
            return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while measuring.");
        } finally {
            process.destroyForcibly();
        }
    }
}
