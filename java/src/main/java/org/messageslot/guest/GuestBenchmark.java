// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Write;

/**
 * Holds what guests cost on this machine, measured. Immutable and thread-safe.
 *
 * @param accelerator what runs the guests' instructions, and why
 * @param kernel the kernel's release
 * @param coldBootCpu processor time from QEMU's start until the agent answers, nothing restored
 * @param coldBoot the same by the clock
 * @param restore from the request for a guest until its agent answers, by the clock; the median
 * @param look what it takes to look from outside at what the kernel counted and at its table of system calls, as after each
 *     check, by the clock; the median
 * @param callsPerSecond single system calls, each awaited before the next
 * @param scriptedCallsPerSecond system calls in one script
 * @param memoryMiB the guest's memory
 * @param imageBytes the kernel and the initramfs that it boots
 */
public record GuestBenchmark(
        String accelerator,
        String kernel,
        Duration coldBootCpu,
        Duration coldBoot,
        Duration restore,
        Duration look,
        double callsPerSecond,
        double scriptedCallsPerSecond,
        int memoryMiB,
        long imageBytes) {

    private static final int RESTORES = 11;
    private static final int LOOKS = 101;
    private static final int CALLS = 3000;
    private static final int SCRIPTED_CALLS = 100_000;

    /**
     * Measures.
     *
     * @param options what kind of guest
     * @param progress is told what is being measured
     * @return the figures
     * @throws GuestUnavailableException if there can be no guest on this machine
     * @throws IOException if the cache cannot be used, or a call fails that cannot
     */
    public static GuestBenchmark measure(GuestOptions options, Consumer<String> progress) throws IOException {
        Snapshot snapshot = Snapshot.prepare(options, progress);
        progress.accept("booting a guest the long way");
        long start = System.nanoTime();
        Duration coldBootCpu;
        Duration coldBoot;
        try (Guest guest = snapshot.boot()) {
            coldBoot = Duration.ofNanos(System.nanoTime() - start);
            coldBootCpu = guest.cpuTime();
        }
        progress.accept("restoring " + RESTORES + " guests");
        Duration restore = medianRestore(snapshot);
        progress.accept("making " + CALLS + " single calls");
        try (Guest guest = snapshot.restore();
                GuestCalls process = guest.newProcess("benchmark")) {
            int fd = process.open("/dev/null", OpenFlags.O_RDWR);
            // The first calls of a restored guest fetch its memory from the snapshot.
            rate(process, fd, CALLS);
            double single = rate(process, fd, CALLS);
            double scripted = scriptedRate(process, fd);
            return new GuestBenchmark(
                    snapshot.accelerator(),
                    guest.kernelRelease(),
                    coldBootCpu,
                    coldBoot,
                    restore,
                    medianLook(guest),
                    single,
                    scripted,
                    options.memoryMiB(),
                    snapshot.imageBytes());
        }
    }

    private static Duration medianRestore(Snapshot snapshot) throws IOException {
        snapshot.restore().close();
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < RESTORES; i++) {
            long start = System.nanoTime();
            Guest guest = snapshot.restore();
            times.add(Duration.ofNanos(System.nanoTime() - start));
            guest.close();
        }
        return median(times);
    }

    private static Duration medianLook(Guest guest) throws IOException {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < LOOKS; i++) {
            long start = System.nanoTime();
            guest.taint();
            guest.codeChange();
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        return median(times);
    }

    private static Duration median(List<Duration> times) {
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    private static double rate(GuestCalls process, int fd, int count) throws IOException {
        Buffer message = Buffer.of("hello");
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            process.write(fd, message);
        }
        return count * 1e9 / (System.nanoTime() - start);
    }

    private static double scriptedRate(GuestCalls process, int fd) {
        List<Call> script = List.of(new Write(fd, Buffer.of("hello")));
        long start = System.nanoTime();
        process.runConcurrently(List.of(script), SCRIPTED_CALLS);
        return SCRIPTED_CALLS * 1e9 / (System.nanoTime() - start);
    }

    static long sizeOf(GuestImage image) throws IOException {
        return Files.size(image.kernel()) + Files.size(image.initramfs());
    }
}
