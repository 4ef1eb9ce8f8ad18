// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.messageslot.grading.CoveredFile;
import org.messageslot.grading.CoveredLine;
import org.messageslot.grading.submission.Build;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmittedFile;
import org.messageslot.grading.trial.Counters;

/** A module that counts how often its lines are reached. Immutable and thread-safe. */
public final class CountedModule {

    /** Where a submission lies while it is compiled, whatever comes before that. */
    private static final String FOLDER = "/submission/";

    private static final int LONGEST_LINE = 300;

    /** Of all files together; the rest is left out. */
    private static final int MOST_LINES = 10_000;

    private final Submission submission;
    private final byte[] image;
    private final List<FlowFunction> functions;
    private final CounterTable table;

    private CountedModule(Submission submission, byte[] image, List<FlowFunction> functions, CounterTable table) {
        this.submission = submission;
        this.image = image;
        this.functions = functions;
        this.table = table;
    }

    /**
     * Takes what was built.
     *
     * @param build a build that counts lines
     * @param submission what was built
     * @return the module; empty if it was not built
     * @throws IOException if the build's files cannot be read
     * @throws IllegalArgumentException if what the compiler tells of it makes no sense; the message says why, as a clause
     */
    public static Optional<CountedModule> of(Build build, Submission submission) throws IOException {
        if (build.module().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CountedModule(
                submission,
                Files.readAllBytes(build.module().get()),
                GraphFile.read(Files.readAllBytes(build.graph())),
                CounterTable.of(Files.readString(build.counters(), StandardCharsets.ISO_8859_1))));
    }

    /** {@return the module} */
    public byte[] image() {
        return image.clone();
    }

    /**
     * Tells how often lines were reached.
     *
     * @param counters what was counted
     * @return the files of the submission that have lines which can be reached, with all of their lines
     */
    public List<CoveredFile> files(Counters counters) {
        Map<SourcePlace, Long> all = times(counters.all());
        Map<SourcePlace, Long> ordinary = times(counters.ordinary());
        List<CoveredFile> files = new ArrayList<>();
        int left = MOST_LINES;
        for (SubmittedFile file : submission.all()) {
            Map<Integer, Long> lines = of(file, all);
            if (!lines.isEmpty() && left > 0) {
                CoveredFile covered = covered(file, left, lines, of(file, ordinary));
                files.add(covered);
                left -= covered.lines().size();
            }
        }
        return files;
    }

    private Map<SourcePlace, Long> times(long[] counters) {
        Map<SourcePlace, Long> times = new HashMap<>();
        for (FlowFunction function : functions) {
            CounterRange range = table.places().get(function.name());
            if (range != null && range.count() == function.counters()) {
                Flow.times(function, range.of(counters)).forEach((place, n) -> times.merge(place, n, Long::sum));
            }
        }
        return times;
    }

    private static Map<Integer, Long> of(SubmittedFile file, Map<SourcePlace, Long> times) {
        Map<Integer, Long> lines = new TreeMap<>();
        times.forEach((place, n) -> {
            if (place.file().endsWith(FOLDER + file.path())) {
                lines.merge(place.line(), n, Long::sum);
            }
        });
        return lines;
    }

    private static CoveredFile covered(
            SubmittedFile file, int most, Map<Integer, Long> all, Map<Integer, Long> ordinary) {
        List<CoveredLine> lines = new ArrayList<>();
        for (String text : file.text().lines().limit(most).toList()) {
            int number = lines.size() + 1;
            lines.add(
                    CoveredLine.of(shortened(text), all.getOrDefault(number, -1L), ordinary.getOrDefault(number, 0L)));
        }
        return new CoveredFile(file.path(), lines);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "...";
    }
}
