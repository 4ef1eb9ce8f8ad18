// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.similarity;

import java.util.List;

/**
 * Two works, and how alike they are. What everybody was given counts for neither.
 *
 * @param first the one
 * @param second the other
 * @param alike how much of both is in both, in percent
 * @param contained how much of the one of which more is in the other, in percent: high also where a copy was made longer
 * @param fragments what is alike, in the order of the first; of the most similar pairs only
 */
public record Pair(Work first, Work second, int alike, int contained, List<Fragment> fragments) {

    /** Keep a copy of the list. */
    public Pair {
        fragments = List.copyOf(fragments);
    }

    /**
     * Something that is in both.
     *
     * @param tokens how long it is, in words of the language that matter
     * @param inFirst where it is in the first
     * @param inSecond where it is in the second
     */
    public record Fragment(int tokens, Passage inFirst, Passage inSecond) {}

    /**
     * Some lines of a source.
     *
     * @param source the source
     * @param from the first line, counted from 1
     * @param to the last line
     */
    public record Passage(Work.WorkFile source, int from, int to) {

        /** {@return the lines} */
        public List<String> lines() {
            return source.lines().subList(from - 1, to);
        }
    }
}
