// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.messageslot.guest.Guest;

/**
 * What this process and all that it started take of the machine, as Linux counts it. From {@link #start} on until it is closed.
 *
 * <p>Thread-safe.
 */
final class ProcessMeter implements AutoCloseable {

    /** Adding up a process's pages takes milliseconds, in which it stands still; more often would measure the meter. */
    private static final long EVERY_MS = 1000;

    private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB$");
    private static final long TICKS_A_SECOND = 100;
    private static final int BUSY_FIELDS = 8;
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private final AtomicLong peakKb = new AtomicLong();
    private final long start = System.nanoTime();
    private final Duration processorAtStart = processor();
    private final long busyAtStart = busyTicks();

    private final Thread thread = new Thread(this::watch, "process meter");

    private ProcessMeter() {
        thread.setDaemon(true);
    }

    /** {@return a meter that runs} */
    static ProcessMeter start() {
        ProcessMeter meter = new ProcessMeter();
        meter.thread.start();
        return meter;
    }

    private void watch() {
        try {
            while (true) {
                look();
                Thread.sleep(EVERY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // That is how it is closed.
        }
    }

    private void look() {
        long kb = all().map(ProcessMeter::proportionalKb)
                .flatMapToLong(LongStream::of)
                .sum();
        peakKb.accumulateAndGet(kb, Math::max);
    }

    private static Stream<ProcessHandle> all() {
        return Stream.concat(
                Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants());
    }

    /** {@return what a process takes; of what it shares with others, its share} */
    private static long proportionalKb(ProcessHandle process) {
        Matcher pss = PSS.matcher(text("/proc/" + process.pid() + "/smaps_rollup"));
        return pss.find() ? Long.parseLong(pss.group(1)) : 0;
    }

    /** {@return the most memory that they had at a time, in bytes} */
    long peakBytes() {
        return peakKb.get() << 10;
    }

    /** {@return the processor time of this process, and of those it started and guests it had that have ended, since the start} */
    Duration processorTime() {
        return processor().minus(processorAtStart);
    }

    /** {@return how many of the machine's processors were busy on average, with whatever it was} */
    double busyProcessors() {
        double seconds = (System.nanoTime() - start) / 1e9;
        return (busyTicks() - busyAtStart) / (double) TICKS_A_SECOND / seconds;
    }

    private static Duration processor() {
        String stat = text("/proc/self/stat");
        // The program's name, in parentheses, may hold blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        long ended = Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]);
        Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return own.plusMillis(ended * 1000 / TICKS_A_SECOND).plus(Guest.cpuTimeOfCopies());
    }

    private static long busyTicks() {
        String[] fields = text("/proc/stat").lines().findFirst().orElse("").split(" +", -1);
        long busy = 0;
        for (int i = 1; i <= BUSY_FIELDS; i++) {
            busy += i == IDLE || i == WAITING ? 0 : Long.parseLong(fields[i]);
        }
        return busy;
    }

    /** A process may have ended, or be another user's: then there is nothing to read. */
    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
