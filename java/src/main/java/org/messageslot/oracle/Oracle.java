// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.messageslot.Errno;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SystemCalls;

/**
 * Compares what two kernels answer to the same script, and shrinks a script on which they differ.
 *
 * <p>Not thread-safe.
 */
public final class Oracle {

    /** The length of the first ending of a script that shrinking tries. */
    private static final int FEW = 8;

    /** How many scripts shrinking tries: each costs a fresh kernel. */
    private static final int MOST_TRIALS = 500;

    private final Supplier<? extends FreshKernel> wanted;
    private final Supplier<? extends FreshKernel> got;

    /**
     * Compares two kernels.
     *
     * @param wanted starts a fresh kernel that is right: the model
     * @param got starts a fresh kernel that is to be judged
     */
    public Oracle(Supplier<? extends FreshKernel> wanted, Supplier<? extends FreshKernel> got) {
        this.wanted = wanted;
        this.got = got;
    }

    /** A kernel without any state, for one run of a script. */
    public interface FreshKernel extends AutoCloseable {

        /** {@return a new process without open files} */
        SystemCalls process();

        /** Ends the kernel and all its processes. */
        @Override
        void close();
    }

    /**
     * The first answer in which two kernels differ.
     *
     * @param script the steps up to and including the one that they answer differently
     * @param wanted what the right one answers to the last step
     * @param got what the other one answers to it
     */
    public record Difference(List<ScriptStep> script, Result wanted, Result got) {
        public Difference {
            script = List.copyOf(script);
        }

        /** {@return the script, a step a line, and the two answers} */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            script.forEach(step -> text.append("  ").append(step).append('\n'));
            return text + "wanted " + answer(wanted) + "\ngot    " + answer(got);
        }

        private static String answer(Result result) {
            return result + (result.bytes().length == 0 ? "" : ", memory " + Arrays.toString(result.bytes()));
        }
    }

    /**
     * Runs a script on both kernels, fresh ones.
     *
     * @param script the steps
     * @return the first difference, if there is one
     */
    public Optional<Difference> compare(List<ScriptStep> script) {
        try (FreshKernel right = wanted.get();
                FreshKernel judged = got.get()) {
            Processes expected = new Processes(right);
            Processes actual = new Processes(judged);
            int start = 0;
            while (start < script.size()) {
                int end = endOfBatch(script, start);
                List<ScriptStep> batch = script.subList(start, end);
                Optional<Difference> difference = differ(script, start, expected.take(batch), actual.take(batch));
                if (difference.isPresent()) {
                    return difference;
                }
                start = end;
            }
            return Optional.empty();
        }
    }

    /** Steps that one process takes in a row are sent to it at once; a fork stands alone. */
    private static int endOfBatch(List<ScriptStep> script, int start) {
        if (script.get(start) instanceof ScriptStep.ForkStep) {
            return start + 1;
        }
        int end = start + 1;
        while (end < script.size()
                && script.get(end) instanceof ScriptStep.CallStep make
                && make.process() == script.get(start).process()) {
            end++;
        }
        return end;
    }

    private static Optional<Difference> differ(
            List<ScriptStep> script, int start, List<Result> expected, List<Result> actual) {
        for (int i = 0; i < expected.size(); i++) {
            if (!alike(script.get(start + i), expected.get(i), actual.get(i))) {
                return Optional.of(new Difference(script.subList(0, start + i + 1), expected.get(i), actual.get(i)));
            }
        }
        return Optional.empty();
    }

    private static boolean alike(ScriptStep step, Result expected, Result actual) {
        if (expected.value() != actual.value() || expected.errno() != actual.errno()) {
            return false;
        }
        boolean read = step instanceof ScriptStep.CallStep make && make.call() instanceof Read;
        // After a fault, part of the user's memory may have been written: nobody promises otherwise.
        return !read || expected.errno() == Errno.EFAULT.number() || Arrays.equals(expected.bytes(), actual.bytes());
    }

    /**
     * Makes a script on which the kernels differ as short as can be, by leaving out steps.
     *
     * @param difference what {@link #compare} found
     * @return a difference from which no single step can be left out, or the shortest after {@value #MOST_TRIALS} trials
     */
    public Difference shrink(Difference difference) {
        Difference shortest = shortestEnding(difference);
        int chunk = Math.max(1, shortest.script().size() / 2);
        int trialsLeft = MOST_TRIALS;
        while (trialsLeft > 0) {
            trialsLeft -= 1 + shortest.script().size() / chunk;
            Optional<Difference> shorter = withoutAChunk(shortest, chunk);
            if (shorter.isPresent()) {
                shortest = shorter.get();
                chunk = Math.min(chunk, Math.max(1, shortest.script().size() / 2));
            } else if (chunk == 1) {
                return shortest;
            } else {
                chunk = chunk / 2;
            }
        }
        return shortest;
    }

    /** A kernel forgets little but needs little: most often the last few steps do it alone, and a long script costs time. */
    private Difference shortestEnding(Difference difference) {
        List<ScriptStep> script = difference.script();
        for (int length = FEW; length < script.size(); length *= 2) {
            Optional<Difference> shorter = compare(script.subList(script.size() - length, script.size()));
            if (shorter.isPresent()) {
                return shorter.get();
            }
        }
        return difference;
    }

    private Optional<Difference> withoutAChunk(Difference difference, int chunk) {
        List<ScriptStep> script = difference.script();
        // From the end: what matters last was often set up shortly before.
        for (int end = script.size() - 1; end > 0; end -= chunk) {
            List<ScriptStep> rest = new ArrayList<>(script.subList(0, Math.max(0, end - chunk)));
            rest.addAll(script.subList(end, script.size()));
            Optional<Difference> shorter = compare(rest);
            if (shorter.isPresent()) {
                return shorter;
            }
        }
        return Optional.empty();
    }
}
