// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.lab.LabProcess;

/** What is left when a tour is killed: no guest, no file, and a cache that the next tour can use. */
@RequiresGuest
class KilledToursTests {

    private static final int LONGEST_MS = 2500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private LabProcess lab = LabProcess.standard();

    @BeforeEach
    void keepTemporaryFilesApart() throws IOException {
        lab = lab.option("-Djava.io.tmpdir=" + folder);
        Files.createDirectories(folder);
    }

    @Test
    @Tag("slow")
    void everyRandomMomentIsAsGoodAsAnother() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("KilledToursTests: seed " + seed);
        Random random = new Random(seed);
        for (int kill = 0; kill < 20; kill++) {
            killAfter(random.nextInt(LONGEST_MS));
        }
        assertThat(lab.run("tour", "--on", "guest").out()).contains("Read back from a real kernel, twice");
    }

    @RepeatedTest(3)
    void tourKilledWithItsGuestRunningLeavesNothing(RepetitionInfo repetition) throws Exception {
        killAfter(900 + 200 * repetition.getCurrentRepetition());
    }

    private void killAfter(int milliseconds) throws Exception {
        Process tour = lab.start("tour", "--on", "guest");
        tour.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        tour.destroyForcibly().waitFor();
        awaitNothingLeft(milliseconds);
    }

    /** A killed guest needs a moment to be gone; but it must go by itself. */
    private void awaitNothingLeft(int milliseconds) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<String> left = left();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(50);
            left = left();
        }
        assertThat(left).as("left after a kill at %d ms", milliseconds).isEmpty();
    }

    private List<String> left() throws IOException {
        Stream<String> processes = ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("qemu") && line.contains(folder.toString()));
        try (Stream<Path> files = Files.list(folder)) {
            // The JVM's own; a killed JVM cannot remove it, and the next one does.
            Stream<String> names = files.map(Path::toString).filter(name -> !name.contains("hsperfdata"));
            return Stream.concat(processes, names).toList();
        }
    }
}
