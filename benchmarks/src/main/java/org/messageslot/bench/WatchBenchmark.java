// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Conditions;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.engine.Practice;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.submission.Part;
import org.messageslot.guest.FileTree;
import org.messageslot.lab.practice.SavedFiles;
import org.messageslot.lab.practice.Watching;
import org.messageslot.lab.terminal.Kit;

/** Saves the kit's own module again and again, with and without a mistake, and measures when {@code lab watch} answers. */
final class WatchBenchmark {

    private static final List<String> FILES =
            List.of("message_slot.c", "message_slot.h", "message_sender.c", "message_reader.c");
    private static final long PATIENCE_S = 1200;

    private final Practice practice;
    private final Grader.Wish wish;
    private final Path folder;
    private final LinkedBlockingQueue<WatchTimes> runs = new LinkedBlockingQueue<>();

    /** When things were known, by the system's clock in nanoseconds; 0 for what was not. */
    private record WatchTimes(long refused, long first, long end) {}

    private WatchBenchmark(Practice practice, Grader.Wish wish, Path folder) {
        this.practice = practice;
        this.wish = wish;
        this.folder = folder;
    }

    /**
     * Measures.
     *
     * @param grader with whose guests and compilers
     * @param rubric the checks of the last step
     * @param jobs how many guests run at a time
     * @param times how many saves of each kind
     * @param progress is told what is at work
     * @return the figures
     * @throws Exception if something cannot be used, or a check does not pass
     */
    static WatchFigures measure(Grader grader, Rubric rubric, int jobs, int times, Consumer<String> progress)
            throws Exception {
        Path folder = Files.createTempDirectory("msgslot-watch-");
        Rubric ordinary = rubric.onlyChecks(rubric.checks().stream()
                .filter(check -> check.conditions() == Conditions.ORDINARY)
                .map(CheckDescription::id)
                .collect(java.util.stream.Collectors.toSet()));
        try (Practice practice = new Practice(grader)) {
            for (String name : FILES) {
                Files.copy(Kit.home().resolve("kernel").resolve(name), folder.resolve(name));
            }
            return new WatchBenchmark(practice, new Grader.Wish(ordinary, jobs, 0), folder).measured(times, progress);
        } finally {
            FileTree.delete(folder);
        }
    }

    private WatchFigures measured(int times, Consumer<String> progress) throws Exception {
        Thread watcher = new Thread(this::watch, "watch");
        watcher.setDaemon(true);
        watcher.start();
        List<Duration> errors = new ArrayList<>();
        List<Duration> firsts = new ArrayList<>();
        List<Duration> alls = new ArrayList<>();
        try {
            next();
            for (int i = 0; i < times; i++) {
                progress.accept("save " + (i + 1) + " of " + times);
                long saved = save("/* save " + i + ", " + saltOfThisRun() + " */\n");
                WatchTimes good = next();
                firsts.add(Duration.ofNanos(good.first() - saved));
                alls.add(Duration.ofNanos(good.end() - saved));
                saved = save("int mistake\n/* " + i + ", " + saltOfThisRun() + " */\n");
                errors.add(Duration.ofNanos(next().refused() - saved));
            }
        } finally {
            watcher.interrupt();
            watcher.join();
        }
        return new WatchFigures(errors, firsts, alls, wish.rubric().checks().size(), wish.jobs());
    }

    /** Nothing may be found in the cache of builds. */
    private static long saltOfThisRun() {
        return ProcessHandle.current().pid() * 1_000_000L + System.nanoTime() % 1_000_000L;
    }

    private long save(String end) throws IOException {
        String source = Files.readString(Kit.home().resolve("kernel/message_slot.c"));
        Files.writeString(folder.resolve("message_slot.c"), source + end);
        return System.nanoTime();
    }

    private WatchTimes next() throws InterruptedException, IOException {
        WatchTimes run = runs.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (run == null) {
            throw new IOException("No answer came within " + PATIENCE_S + " s.");
        }
        return run;
    }

    private void watch() {
        try {
            new Watching(new SavedFiles(folder), this::answer).watch();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer() throws Exception {
        AtomicLong refused = new AtomicLong();
        AtomicLong first = new AtomicLong();
        practice.run(folder, wish, Set.of(), new Practice.PracticeListener() {
            @Override
            public void compiled(Part module, List<String> remarks) {
                if (!module.isBuilt()) {
                    refused.set(System.nanoTime());
                }
            }

            @Override
            public void ended(CheckDescription check, Outcome outcome) {
                first.compareAndSet(0, System.nanoTime());
            }
        });
        long end = System.nanoTime();
        practice.warmUp(wish.jobs());
        runs.add(new WatchTimes(refused.get(), first.get(), end));
    }
}
