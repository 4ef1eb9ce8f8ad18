// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.messageslot.guest.Oops.CodePlace;

/**
 * Finds the line of the student's own that an instruction of the module comes from, and shows it between its neighbours. Lines of
 * the kernel's headers, whose functions are inlined, are passed over. Thread-safe.
 */
public final class OwnLines {

    private static final int AROUND = 1;
    private static final int LONGEST = 200;

    private final SourceLines lines;
    private final Submission submission;

    private OwnLines(SourceLines lines, Submission submission) {
        this.lines = lines;
        this.submission = submission;
    }

    /**
     * Looks into what a submission was built to.
     *
     * @param build the build
     * @param submission what was built
     * @param sandbox where it was built
     * @return the lines; empty if there is no module
     */
    public static Optional<OwnLines> of(Build build, Submission submission, Sandbox sandbox) {
        Optional<Path> module = build.module();
        return module.map(file -> new OwnLines(new SourceLines(file, sandbox), submission));
    }

    /**
     * A line of the student's own.
     *
     * @param file the file's name
     * @param line the line's number, from 1
     * @param source the line and its neighbours, with their numbers
     * @param called the function of the kernel that the instruction calls; empty if it calls none, or that is not known
     */
    public record OwnLine(String file, int line, List<String> source, String called) {

        /** Keep a copy of the list. */
        public OwnLine {
            source = List.copyOf(source);
        }
    }

    /**
     * Finds the student's line of an instruction: of several functions that were inlined, the innermost of the student's.
     *
     * @param place the instruction, in this module
     * @return the line, if there is one in a file of the submission
     */
    public Optional<OwnLine> of(CodePlace place) {
        return lines.of(place)
                .flatMap(site -> site.lines().stream()
                        .flatMap(line -> file(line).map(file -> spot(file, line, site.called())).stream())
                        .findFirst());
    }

    private Optional<SubmittedFile> file(SourceLines.SourcePosition line) {
        return submission.all().stream()
                .filter(file -> line.path().equals(Workshop.inside(file)))
                .findFirst();
    }

    private static OwnLine spot(SubmittedFile file, SourceLines.SourcePosition line, String called) {
        List<String> all = file.text().lines().toList();
        int number = line.number();
        List<String> source = new ArrayList<>();
        for (int i = Math.max(1, number - AROUND); i <= Math.min(all.size(), number + AROUND); i++) {
            String text = Shown.text(all.get(i - 1).replace("\t", "    "), LONGEST);
            source.add(String.format("%s %4d  %s", i == number ? ">" : " ", i, text)
                    .stripTrailing());
        }
        return new OwnLine(line.file(), number, source, called);
    }
}
