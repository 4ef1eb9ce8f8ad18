// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.skeleton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.KernelTree;
import org.messageslot.guest.RequiresGuest;

/** Skeletons build without a warning, by stricter compilers than a student's. */
@RequiresGuest
class SkeletonBuildTests {

    private static final long SECONDS = 120;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void buildWithoutAWarning(int solved) throws Exception {
        Path mine = folder.resolve("mine");
        new Skeleton(
                        Path.of("../kernel"),
                        SlotAssignment.SLOT.editions().standard().rubric())
                .write(mine, solved);
        Path headers =
                KernelTree.of(GuestOptions.standard().series(), step -> {}).headers();
        String words = run(mine, "make", "KDIR=" + headers, "W=1", "KCFLAGS=-Werror");
        assertThat(words).doesNotContainIgnoringCase("warning");
        assertThat(mine.resolve("message_slot.ko")).exists();
        for (String program : List.of("message_sender", "message_reader")) {
            run(mine, "gcc", "-O3", "-Wall", "-Wextra", "-std=c11", "-Werror", program + ".c", "-o", program);
        }
    }

    /** A make that started this test has its options passed on, else. */
    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        List.of("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "MAKELEVEL").forEach(environment::remove);
        Process process = builder.start();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        String words = Files.readString(log);
        assertThat(process.exitValue()).as(words).isZero();
        return words;
    }
}
