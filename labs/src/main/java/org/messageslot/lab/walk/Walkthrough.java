// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A walkthrough: what a script {@code NN-name.jsh} says, asks and runs. Immutable.
 *
 * @param file the script
 * @param number its number, {@code 05} for example
 * @param name its name, {@code errors} for example
 * @param title its title, as Markdown
 * @param minutes how long it takes, roughly
 * @param needsGuest whether it needs a real kernel that may crash
 * @param preamble what runs before the first step: imports and the desk; the lines of the script
 * @param steps what comes then, in order
 */
public record Walkthrough(
        Path file,
        String number,
        String name,
        String title,
        int minutes,
        boolean needsGuest,
        List<SourceLine> preamble,
        List<WalkthroughStep> steps) {

    /**
     * Make a walkthrough.
     */
    public Walkthrough {
        preamble = List.copyOf(preamble);
        steps = List.copyOf(steps);
    }

    /**
     * A piece of Java and where it stands.
     *
     * @param line the number of its first line, from 1
     * @param text one line, or several that belong together
     */
    public record SourceLine(int line, String text) {}

    /** {@return number and name, as the file is called without its ending} */
    public String id() {
        return number + "-" + name;
    }

    /** {@return the script's name, as complaints show it} */
    public String fileName() {
        return "labs/" + id() + ".jsh";
    }

    /** {@return all snippets in their order, those of exercises and branches included} */
    public List<WalkthroughStep.Snippet> snippets() {
        return steps.stream().flatMap(Walkthrough::snippetsOf).toList();
    }

    /** {@return all questions in their order} */
    public List<Question> questions() {
        return steps.stream()
                .filter(WalkthroughStep.Snippet.class::isInstance)
                .map(WalkthroughStep.Snippet.class::cast)
                .flatMap(snippet -> snippet.question().stream())
                .toList();
    }

    /** {@return all exercises in their order} */
    public List<WalkthroughStep.Exercise> exercises() {
        return steps.stream()
                .filter(WalkthroughStep.Exercise.class::isInstance)
                .map(WalkthroughStep.Exercise.class::cast)
                .toList();
    }

    private static Stream<WalkthroughStep.Snippet> snippetsOf(WalkthroughStep step) {
        if (step instanceof WalkthroughStep.Snippet snippet) {
            return Stream.of(snippet);
        }
        if (step instanceof WalkthroughStep.Exercise exercise) {
            return exercise.answer().stream();
        }
        return step instanceof WalkthroughStep.Branch branch ? branch.snippets().stream() : Stream.of();
    }
}
