// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.guest.Guest;
import org.messageslot.guest.GuestOptions;
import org.messageslot.guest.GuestProgram;
import org.messageslot.guest.ProgramResult;
import org.messageslot.guest.RequiresGuest;
import org.messageslot.guest.TestGuests;

/** Ten million concurrent calls: no wrong result, no complaint of the kernel, nothing left after unloading. */
@RequiresGuest
class TortureTests {

    private static final int THREADS = 8;

    /** Poisons and fences memory, and notes who allocated what: that is how leaks are found. */
    private static final String WATCHED = "slub_debug=FZPU";

    private static final String SLABS = "/sys/kernel/debug/slab/";
    private static final List<String> SIZES = List.of("8", "16", "32", "64", "96", "128", "256", "1k", "4k");

    @Test
    @Tag("slow")
    void tenMillionConcurrentCallsDoNoHarm(@TempDir Path folder) throws Exception {
        torture(10_000_000, folder);
    }

    @Test
    void aHundredThousandConcurrentCallsDoNoHarm(@TempDir Path folder) throws Exception {
        torture(100_000, folder);
    }

    private static void torture(int calls, Path folder) throws Exception {
        int seed = new Random().nextInt(Integer.MAX_VALUE);
        System.out.println("TortureTests: seed " + seed);
        GuestOptions options = GuestOptions.standard()
                .withCpus(2)
                .withHardened(false)
                .withKernelArguments(WATCHED, "init_on_alloc=0")
                .withDeadline(Duration.ofMinutes(1));
        try (Guest guest = TestGuests.withModule(options, "")) {
            guest.putFile("/torture", 0755, Files.readAllBytes(program(folder)));
            GuestProgram program = GuestProgram.of(
                            "/torture", "-t" + THREADS, "-n" + calls, "-s" + seed, "/dev/slot0", "/dev/slot1")
                    .within(Duration.ofMinutes(15));
            ProgramResult result = guest.run(program);
            String said = new String(result.output(), UTF_8) + new String(result.error(), UTF_8);
            assertThat(result.exitCode()).as("seed %d: %s", seed, said).hasValue(0);
            assertThat(said).contains("wrong results: 0");
            assertThat(allocations(guest))
                    .as("the module holds messages")
                    .anyMatch(line -> line.contains("[message_slot]"));
            guest.unloadModule("message_slot");
            // What an unloaded module allocated has no name any more, only an address.
            assertThat(allocations(guest)).as("left after unloading").noneMatch(line -> line.matches(" *\\d+ 0x.*"));
            assertThat(guest.kernelLog(0).text()).doesNotContain("WARNING", "BUG", "=====", "INFO: task");
        }
    }

    private static List<String> allocations(Guest guest) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String size : SIZES) {
            lines.append(guest.getText(SLABS + "kmalloc-" + size + "/alloc_traces"));
        }
        lines.append(guest.getText("/proc/vmallocinfo").replaceAll("(?m)^\\S+ +", ""));
        return lines.toString().lines().toList();
    }

    private static Path program(Path folder) throws IOException, InterruptedException {
        Path source = TestGuests.kernelFolder().resolve("torture.c");
        Path program = folder.resolve("torture");
        Process gcc = new ProcessBuilder(
                        Stream.of("gcc -O3 -Wall -std=c11 -pthread -static -o " + program + " " + source)
                                .flatMap(line -> Stream.of(line.split(" ")))
                                .toList())
                .inheritIO()
                .start();
        assertThat(gcc.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(gcc.exitValue()).isZero();
        return program;
    }
}
