// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.messageslot.grading.engine.Grader;
import org.messageslot.lab.terminal.Kit;
import picocli.CommandLine.IVersionProvider;

/** Tells the kit's version and the commit that it is of: that of the archive, or of the clone that it lies in. */
final class Version implements IVersionProvider {

    private static final String UNREPLACED = "$Format";

    @Override
    public String[] getVersion() throws IOException {
        String commit = ofArchive()
                .or(() -> ofClone(Kit.home()))
                .map(it -> ", commit " + it)
                .orElse("");
        return new String[] {"Message Slot Lab " + Grader.KIT_VERSION + commit};
    }

    /** {@return the commit that git wrote into the archive of a release; empty in a clone} */
    private static Optional<String> ofArchive() throws IOException {
        try (InputStream in = Objects.requireNonNull(Version.class.getResourceAsStream("commit.txt"))) {
            String text = new String(in.readAllBytes(), UTF_8).strip();
            return text.startsWith(UNREPLACED) ? Optional.empty() : Optional.of(text);
        }
    }

    /** {@return the commit that a clone is at; empty if it is none, or there is no git} */
    private static Optional<String> ofClone(Path home) {
        if (!Files.exists(home.resolve(".git"))) {
            return Optional.empty();
        }
        try {
            Process git = new ProcessBuilder("git", "-C", home.toString(), "log", "-1", "--format=%h of %cs")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            String text = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
            boolean ended = git.waitFor(5, TimeUnit.SECONDS);
            return ended && git.exitValue() == 0 && !text.isEmpty() ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
