// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.messageslot.grading.submission.PrivateFolder;

/**
 * Gives damaged input to every reader of strangers' files and texts, until a time has passed. A reader may refuse its input; it
 * may not fail in any other way, run for long, or ask for all memory.
 *
 * <p>Not thread-safe.
 */
public final class Fuzzing {

    /** An honest reader takes a thousandth of that; the rest is for machines that are busy. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final long seed;

    /**
     * Gets ready.
     *
     * @param seed what the input is drawn by; the same seed tries the same in the same order
     */
    public Fuzzing(long seed) {
        this.seed = seed;
    }

    /**
     * An input by which a target went wrong.
     *
     * @param target which reader
     * @param seed by which the input can be made again, with {@link Fuzzing#again}
     * @param what the exception, or that it takes too long
     */
    public record FailingInput(String target, long seed, String what) {

        /** {@return one line that says how to try it again} */
        @Override
        public String toString() {
            return target + " --input " + seed + ": " + what;
        }
    }

    /**
     * Counts the inputs, and lists the failures.
     *
     * @param inputs how much input was tried
     * @param failures what went wrong
     */
    public record Summary(long inputs, List<FailingInput> failures) {
        /** Keep a copy of the list. */
        public Summary {
            failures = List.copyOf(failures);
        }
    }

    /**
     * Tries all readers in turn.
     *
     * @param time how long, at least until each was tried once
     * @return what was done; it ends early after ten failures
     * @throws IOException if files cannot be written
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Summary run(Duration time) throws IOException, InterruptedException {
        SplittableRandom seeds = new SplittableRandom(seed);
        long end = System.nanoTime() + time.toNanos();
        long inputs = 0;
        List<FailingInput> failures = new ArrayList<>();
        try (PrivateFolder folder = PrivateFolder.make()) {
            List<Target> targets = Targets.in(folder.path());
            do {
                for (Target target : targets) {
                    attempt(target, seeds.nextLong() >>> 1, failures);
                    inputs++;
                }
            } while (System.nanoTime() < end && failures.size() < 10);
        }
        return new Summary(inputs, failures);
    }

    /**
     * Tries one input again.
     *
     * @param name which reader
     * @param inputSeed the seed of its input
     * @return what went wrong; empty if nothing did
     * @throws IOException if files cannot be written, or there is no such reader
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static List<FailingInput> again(String name, long inputSeed) throws IOException, InterruptedException {
        List<FailingInput> failures = new ArrayList<>();
        try (PrivateFolder folder = PrivateFolder.make()) {
            attempt(target(folder.path(), name), inputSeed, failures);
        }
        return failures;
    }

    private static Target target(Path folder, String name) throws IOException {
        List<Target> targets = Targets.in(folder);
        return targets.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("There is no reader " + name + "; there are "
                        + String.join(", ", targets.stream().map(Target::name).toList()) + "."));
    }

    private static void attempt(Target target, long inputSeed, List<FailingInput> failures)
            throws InterruptedException {
        byte[] input = new Mutation(inputSeed).of(target.sound());
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> reading = thread.submit(() -> {
            target.reader().read(input);
            return null;
        });
        try {
            reading.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            failures.add(new FailingInput(target.name(), inputSeed, String.valueOf(e.getCause())));
        } catch (TimeoutException e) {
            failures.add(new FailingInput(target.name(), inputSeed, "no end after " + LONGEST.toSeconds() + " s"));
        } finally {
            thread.shutdownNow();
        }
    }
}
