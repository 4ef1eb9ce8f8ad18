// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Counts how many of the texts that were read are torn: put together from two that were written.
 *
 * @param reads how many texts were read
 * @param torn how many of them have more than one letter
 * @param examples some of these, each once
 */
public record Torn(long reads, long torn, List<String> examples) {

    /** How many texts {@link #by} writes. */
    public static final int WRITES = 50;

    private static final int MOST_EXAMPLES = 2;

    /** Make a list of its own. */
    public Torn {
        examples = List.copyOf(examples);
    }

    /**
     * Counts the torn ones.
     *
     * @param texts what was read
     * @return the counts
     */
    public static Torn in(List<String> texts) {
        TornCount count = new TornCount();
        texts.forEach(count::add);
        return count.torn();
    }

    /** Writes in one thread and reads in this one, until the other is done. */
    static Torn by(Races.Writing writing, Callable<String> reading) throws Exception {
        List<Exception> failures = new ArrayList<>();
        Thread writer = new Thread(() -> write(writing, failures), "writer");
        TornCount count = new TornCount();
        writer.start();
        while (writer.isAlive()) {
            count.add(reading.call());
        }
        writer.join();
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return count.torn();
    }

    private static void write(Races.Writing writing, List<Exception> failures) {
        try {
            for (int i = 0; i < WRITES; i++) {
                writing.write(i % 2 == 0 ? "BBBB" : "AAAA");
            }
        } catch (Exception e) {
            failures.add(e);
        }
    }

    private static final class TornCount {
        private final Set<String> examples = new LinkedHashSet<>();
        private long reads;
        private long torn;

        void add(String text) {
            reads++;
            if (text.chars().distinct().count() > 1) {
                torn++;
                if (examples.size() < MOST_EXAMPLES) {
                    examples.add(text);
                }
            }
        }

        Torn torn() {
            return new Torn(reads, torn, List.copyOf(examples));
        }
    }

    /** {@return how many of how many were torn, and two of them} */
    @Override
    public String toString() {
        return torn + " of " + reads + " torn" + (torn == 0 ? "" : ", for example " + String.join(" and ", examples));
    }
}
