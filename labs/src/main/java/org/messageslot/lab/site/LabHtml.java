// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.site;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.lab.walk.Expectation;
import org.messageslot.lab.walk.Question;
import org.messageslot.lab.walk.Walkthrough;
import org.messageslot.lab.walk.WalkthroughStep;

/** Renders walkthroughs as HTML: text, Java and what it does, questions, exercises. */
final class LabHtml {

    private final Html html;

    LabHtml(Html html) {
        this.html = html;
    }

    /**
     * Renders a walkthrough.
     *
     * @return the body of its page
     */
    String page(Walkthrough lab) {
        StringBuilder body = new StringBuilder("<h1>Lab " + lab.number() + ": " + html.inline(lab.title())
                + "</h1>\n<p class=\"minutes\">About " + lab.minutes() + " minutes"
                + (lab.needsGuest() ? ", in a guest" : "") + ". In a terminal: <code>lab walk " + lab.number()
                + "</code>. <a href=\"" + lab.id() + "-slides.html\">Slides</a></p>\n");
        List<WalkthroughStep> steps = lab.steps();
        int exercises = 0;
        for (int i = 0; i < steps.size(); i++) {
            WalkthroughStep step = steps.get(i);
            if (step instanceof WalkthroughStep.Prose prose) {
                body.append(html.blocks(prose.markdown()));
            } else if (step instanceof WalkthroughStep.Snippet) {
                List<WalkthroughStep.Snippet> run = runOf(steps, i);
                body.append(java(run, true));
                i += run.size() - 1;
            } else if (step instanceof WalkthroughStep.Branch branch) {
                body.append("<section class=\"try\"><h3>Try this</h3>\n" + html.blocks(branch.markdown())
                        + java(branch.snippets(), true) + "</section>\n");
            } else if (step instanceof WalkthroughStep.Exercise exercise) {
                body.append(exercise(++exercises, exercise));
            } else if (step instanceof WalkthroughStep.Ask ask) {
                List<WalkthroughStep.Snippet> block = blockOf(ask, steps, i);
                body.append(question(ask.question(), block));
                i += block.size();
            }
        }
        return body.toString();
    }

    static List<WalkthroughStep.Snippet> blockOf(WalkthroughStep.Ask ask, List<WalkthroughStep> steps, int at) {
        List<WalkthroughStep.Snippet> block = new ArrayList<>();
        for (int i = at + 1; i < steps.size() && steps.get(i) instanceof WalkthroughStep.Snippet snippet; i++) {
            block.add(snippet);
            if (snippet.question().filter(ask.question()::equals).isPresent()) {
                break;
            }
        }
        return block;
    }

    /** Snippets that follow each other without a word between them. */
    static List<WalkthroughStep.Snippet> runOf(List<WalkthroughStep> steps, int at) {
        List<WalkthroughStep.Snippet> run = new ArrayList<>();
        for (int i = at; i < steps.size() && steps.get(i) instanceof WalkthroughStep.Snippet snippet; i++) {
            run.add(snippet);
        }
        return run;
    }

    /** Java, with what it does or without. */
    String java(List<WalkthroughStep.Snippet> snippets, boolean results) {
        StringBuilder body = new StringBuilder("<pre class=\"java\" tabindex=\"0\"><code>");
        for (int i = 0; i < snippets.size(); i++) {
            boolean afterResults =
                    i > 0 && results && !snippets.get(i - 1).expectations().isEmpty();
            body.append(i == 0 || afterResults ? "" : "\n")
                    .append(Highlighter.java(snippets.get(i).source()));
            if (results) {
                body.append(results(snippets.get(i)));
            }
        }
        return body.append("</code></pre>\n").toString();
    }

    private static String results(WalkthroughStep.Snippet snippet) {
        StringBuilder body = new StringBuilder();
        for (Expectation expectation : snippet.expectations()) {
            String text = Html.escape(expectation.text());
            body.append(
                    switch (expectation.kind()) {
                        case VALUE -> "<samp class=\"value\">==&gt; " + text + "</samp>";
                        case PRINTS -> "<samp class=\"printed\">" + (text.isEmpty() ? " " : text) + "</samp>";
                        case THROWS -> "<samp class=\"thrown\">throws " + text + "</samp>";
                        case REJECTED -> "<samp class=\"thrown\">the compiler: " + text + "</samp>";
                        case CALLS -> "<samp class=\"call\">" + text + "</samp>";
                    });
        }
        return body.toString();
    }

    private String question(Question question, List<WalkthroughStep.Snippet> block) {
        return "<section class=\"question\"><h3>What do you think?</h3>\n" + html.blocks(question.text())
                + options(question) + java(block, false) + "<details><summary>What happens</summary>\n"
                + java(block, true) + html.blocks(question.because()) + whyNots(question)
                + "</details></section>\n";
    }

    /** Renders the reasons why tempting answers are wrong, each with its letter. */
    private String whyNots(Question question) {
        StringBuilder body = new StringBuilder();
        for (Question.Option option : question.options()) {
            if (!option.whyNot().isEmpty()) {
                body.append("<dt>Not " + option.letter() + "</dt><dd>" + html.inline(option.whyNot()) + "</dd>\n");
            }
        }
        return body.isEmpty() ? "" : "<dl class=\"nots\">\n" + body + "</dl>\n";
    }

    String options(Question question) {
        if (question.options().isEmpty()) {
            return "";
        }
        StringBuilder body = new StringBuilder("<ol class=\"options\">\n");
        question.options().forEach(option -> body.append("<li>" + html.inline(option.inWords()) + "</li>\n"));
        return body.append("</ol>\n").toString();
    }

    private String exercise(int number, WalkthroughStep.Exercise exercise) {
        StringBuilder body = new StringBuilder("<section class=\"exercise\"><h3>Exercise " + number + ": "
                + html.inline(exercise.title()) + "</h3>\n" + html.blocks(exercise.markdown()));
        for (int i = 0; i < exercise.hints().size(); i++) {
            body.append("<details><summary>Hint " + (i + 1) + "</summary>\n"
                    + html.blocks(exercise.hints().get(i)) + "</details>\n");
        }
        return body.append("<details><summary>One answer</summary>\n" + java(exercise.answer(), true)
                        + "</details></section>\n")
                .toString();
    }
}
