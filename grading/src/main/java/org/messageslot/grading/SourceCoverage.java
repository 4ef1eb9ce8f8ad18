// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells which lines of the module's source the checks reach, as a second build of the module shows that counts. It gives and takes no
 * points.
 *
 * @param remarks whole sentences: why nothing was counted, or what was not
 * @param files the files with lines that can be reached; empty if nothing was counted
 */
public record SourceCoverage(List<String> remarks, List<CoveredFile> files) {

    private static final int MOST_NAMED = 12;

    /** Keep copies of the lists. */
    public SourceCoverage {
        remarks = List.copyOf(remarks);
        files = List.copyOf(files);
    }

    /**
     * Says why nothing was counted.
     *
     * @param sentence why not
     * @return a coverage without lines
     */
    public static SourceCoverage none(String sentence) {
        return new SourceCoverage(List.of(sentence), List.of());
    }

    /** {@return how many lines are so} */
    public long count(Reach reach) {
        return files.stream()
                .flatMap(file -> file.lines().stream())
                .filter(line -> line.reach() == reach)
                .count();
    }

    /** {@return all that is said of it: the figures, if there are any, and the remarks} */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (!files.isEmpty()) {
            sentences.add(figures());
        }
        sentences.addAll(remarks);
        return sentences;
    }

    private String figures() {
        long reached = count(Reach.REACHED);
        long failing = count(Reach.ONLY_FAILING);
        long never = count(Reach.NEVER);
        StringBuilder text =
                new StringBuilder(reached + " of " + (reached + failing + never) + " lines were reached by checks");
        if (failing > 0) {
            text.append("; ").append(failing).append(" only where an allocation failed");
        }
        text.append("; ").append(never).append(" by none");
        return text.append(never == 0 ? "" : ": " + places(Reach.NEVER))
                .append('.')
                .toString();
    }

    /** Names the lines that are so, as {@code driver.c:31, 77-80}; what has no code parts no range. */
    private String places(Reach reach) {
        List<String> places = new ArrayList<>();
        for (CoveredFile file : files) {
            String name = file.name() + ":";
            for (String range : file.ranges(reach)) {
                places.add(name + range);
                name = "";
            }
        }
        int more = places.size() - MOST_NAMED;
        return String.join(", ", places.subList(0, Math.min(MOST_NAMED, places.size())))
                + (more > 0 ? " and " + more + " places more" : "");
    }
}
