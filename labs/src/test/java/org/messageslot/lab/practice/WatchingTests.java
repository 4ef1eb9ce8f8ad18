// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.lab.LabProcess;
import org.messageslot.lab.terminal.ExitCode;

class WatchingTests {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Thread watcher = new Thread(this::watch);

    @BeforeEach
    void begin() throws Exception {
        Files.writeString(folder.resolve("message_slot.c"), "one");
        watcher.start();
    }

    @AfterEach
    void end() throws Exception {
        watcher.interrupt();
        watcher.join();
    }

    private void watch() {
        try {
            new Watching(new SavedFiles(folder), this::hear).watch();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            heard.add("went wrong: " + e);
        }
    }

    /** What is called "long" takes until it is broken off. */
    private void hear() throws Exception {
        String text = Files.readString(folder.resolve("message_slot.c"));
        heard.add(text);
        if (text.equals("long")) {
            try {
                Thread.sleep(TimeUnit.MINUTES.toMillis(10));
            } catch (InterruptedException e) {
                heard.add("broken off");
                throw e;
            }
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(heard.poll(1, TimeUnit.MINUTES));
    }

    @Test
    void everySaveIsAnsweredAndTheNextOneBreaksOff() throws Exception {
        assertThat(next()).isEqualTo("one");
        Files.writeString(folder.resolve("message_slot.c"), "long");
        assertThat(next()).isEqualTo("long");
        Files.writeString(folder.resolve("message_slot.ko"), "no source");
        Files.writeString(folder.resolve("message_slot.c"), "three");
        assertThat(next()).isEqualTo("broken off");
        assertThat(next()).isEqualTo("three");
        Files.writeString(folder.resolve("message_slot.h"), "another file");
        assertThat(next()).isEqualTo("three");
        assertThat(heard).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsRefused() throws Exception {
        String nowhere = folder.resolve("nowhere").toString();
        LabProcess.Outcome outcome = LabProcess.standard().run("watch", nowhere);
        assertThat(outcome.err().strip())
                .isEqualTo("lab: there is no folder " + nowhere + "; name the one with message_slot.c.");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
