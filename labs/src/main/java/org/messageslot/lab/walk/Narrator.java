// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts a walkthrough on a console: text, Java, questions, and what happened. Stops where a screen is full. */
final class Narrator {

    private static final int WIDEST = 84;
    private static final int LONGEST_VALUE = 600;
    private static final String MARGIN = " ";
    /** The words of {@link Object#toString()}, with the simple name of the class in a group. */
    private static final Pattern IDENTITY =
            Pattern.compile("^(?:[\\w.$]*[.$])?([A-Za-z]\\w*)(?:\\$\\d+)?(?:/\\w+)?@[0-9a-f]+$");

    private static final String JAVA = "    ";

    private final Console console;
    private final Quotations quotations;

    /** Lines printed since the student last did something. */
    private int printed;

    private boolean afterBlank;

    Narrator(Console console, Path home) {
        this.console = console;
        this.quotations = new Quotations(home);
    }

    /** The student has seen what there is: a new screenful may begin. */
    void seen() {
        printed = 0;
        afterBlank = false;
    }

    /** Leaves a line free, unless that was just done. */
    void blank() {
        if (!afterBlank) {
            line("");
        }
    }

    void line(String text) {
        console.print(text);
        afterBlank = text.isEmpty();
        printed++;
    }

    void say(Style style, String text) {
        for (String row : TerminalText.wrapped(text, Math.min(console.width() - 2, WIDEST))) {
            line(MARGIN + style.on(row, console.colour()));
        }
    }

    /** A sentence of the runner itself, not of the walkthrough. */
    void remark(String markdown) {
        markdown(markdown);
    }

    void heading(String text) {
        blank();
        markdown("# " + text);
        String rule = "-".repeat(Math.min(console.width() - 2, WIDEST));
        say(Style.FAINT, rule);
    }

    void markdown(String markdown) {
        List<String> lines = new TerminalText(Math.min(console.width() - 2, WIDEST), console.colour(), this::locate)
                .render(markdown);
        makeRoom(lines.size());
        for (String line : lines) {
            line(line.isEmpty() ? "" : MARGIN + line);
        }
    }

    /** Asks before the top of what was printed scrolls away. */
    private void makeRoom(int lines) {
        if (console.height() > 0 && printed > 0 && printed + lines > console.height() - 2) {
            console.read(MARGIN + Style.FAINT.on("-- Enter: more --", console.colour()) + " ", Console.Assistant.NONE);
            printed = 0;
        }
    }

    private String locate(String file, String text) {
        try {
            return quotations.lineOf(file, text).map(line -> file + ":" + line).orElse(file);
        } catch (IOException e) {
            return file;
        }
    }

    void question(Question question) {
        blank();
        markdown("**What do you think?** " + question.text());
        for (Question.Option option : question.options()) {
            markdown("    " + option.letter() + ") ", option.inWords());
        }
    }

    private void markdown(String label, String markdown) {
        List<String> lines = new TerminalText(
                        Math.min(console.width() - 2, WIDEST) - label.length(), console.colour(), this::locate)
                .render(markdown);
        for (int i = 0; i < lines.size(); i++) {
            line((i == 0 ? label : " ".repeat(label.length())) + lines.get(i));
        }
    }

    void java(List<WalkthroughStep.Snippet> snippets) {
        java(snippets.stream().map(WalkthroughStep.Snippet::source).collect(Collectors.joining("\n")));
    }

    void java(String source) {
        blank();
        source.lines().forEach(line -> line(JAVA + Style.JAVA.on(line, console.colour())));
    }

    /** Shows a line that the student typed in an earlier session. */
    void old(String source) {
        List<String> lines = source.lines().toList();
        indented(Style.FAINT, "| ", lines.get(0) + (lines.size() > 1 ? " ..." : ""));
    }

    /** Shows what happened: the system calls, then value or exception. What was printed is on the screen already. */
    void outcome(SnippetResult outcome, List<String> calls) {
        if (!outcome.printed().isEmpty() && !outcome.printed().endsWith("\n")) {
            blank();
        }
        printed += (int) outcome.printed().lines().count();
        for (String call : calls) {
            indented(Style.FAINT, "  ", call);
        }
        if (outcome.ending() instanceof SnippetResult.Value value) {
            line(JAVA + Style.GOOD.on("==> " + shortened(value.text()), console.colour()));
        } else if (outcome.ending() instanceof SnippetResult.Thrown thrown) {
            complain("throws " + thrown.type() + ": " + thrown.message());
        } else if (outcome.ending() instanceof SnippetResult.Rejected rejected) {
            rejected.messages().forEach(message -> complain("the compiler says: " + message));
        } else if (outcome.ending() instanceof SnippetResult.Stopped stopped) {
            line(JAVA + Style.BAD.on("stopped after " + stopped.seconds() + " s", console.colour()));
        }
    }

    /**
     * A value of thousands of letters would push everything else off the screen; and of an object that has no text of
     * its own, Java shows the package and a number, which tell a student nothing.
     */
    private static String shortened(String value) {
        String text = IDENTITY.matcher(value).replaceFirst("an object ($1)");
        return text.length() <= LONGEST_VALUE
                ? text
                : text.substring(0, LONGEST_VALUE) + "... (" + text.length()
                        + " characters; System.out.println shows all of them)";
    }

    private void complain(String text) {
        indented(Style.BAD, "", text);
    }

    /** Prints a text; one that is too long for a line goes on below it, a little further in. */
    private void indented(Style style, String margin, String text) {
        String further = "  ";
        int room = Math.min(console.width(), WIDEST) - JAVA.length() - margin.length() - further.length();
        List<String> rows = TerminalText.folded(text, room);
        for (int i = 0; i < rows.size(); i++) {
            line(JAVA + margin + (i == 0 ? "" : further) + style.on(rows.get(i), console.colour()));
        }
    }

    /** Says what came of a prediction, and explains. */
    void answer(Question question, String prediction, SnippetResult outcome) {
        String truth = question.cameTrue(outcome)
                .map(option -> option.letter() + ": " + option.inWords())
                .orElseGet(() -> "`"
                        + outcome.asExpectations().stream()
                                .map(line -> line.replaceFirst("^(==>|prints:|throws:) ", ""))
                                .collect(Collectors.joining(" "))
                        + "`");
        boolean right = question.isRight(prediction, outcome);
        blank();
        if (right) {
            say(Style.GOOD, "Right.");
        } else if (prediction.isEmpty()) {
            markdown("It was " + truth + ".");
        } else {
            markdown("**Not quite.** You said " + prediction + "; it was " + truth + ".");
            String whyNot = question.whyNot(prediction);
            if (!whyNot.isEmpty()) {
                blank();
                markdown(whyNot);
                blank();
            }
        }
        markdown(question.because());
    }

    void exercise(WalkthroughStep.Exercise exercise) {
        blank();
        markdown("### Exercise: " + exercise.title());
        markdown(exercise.markdown());
    }

    void faults(List<String> faults) {
        say(Style.BAD, "Not yet:");
        for (String fault : new ArrayList<>(faults)) {
            markdown("   - ", fault);
        }
    }
}
