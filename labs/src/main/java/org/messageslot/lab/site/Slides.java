// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.site;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.lab.walk.Walkthrough;
import org.messageslot.lab.walk.WalkthroughStep;

/**
 * Slides of a walkthrough, for a lecture: pictures, quotations and Java as they are, and the first sentence of every
 * paragraph.
 *
 * <p>What is short shares a slide with what follows, so that no slide is nearly empty; but an answer never stands on the
 * slide of its question.
 */
final class Slides {

    /** The number of lines for which a slide has room. */
    private static final int ROOM = 17;

    private static final int LETTERS_IN_A_LINE = 68;
    private static final Pattern HEADING = Pattern.compile("(?s)\\s*<h[1-6][^>]*>((?!</h).)*</h[1-6]>\\s*");
    private static final Pattern PREFORMATTED = Pattern.compile("(?s)<pre.*?</pre>");
    private static final Pattern BLOCK = Pattern.compile("(?s)<(p|li|h[1-6]|tr)[ >].*?</\\1>");

    private final Html html;
    private final LabHtml labHtml;
    private final List<String> slides = new ArrayList<>();
    private final StringBuilder slide = new StringBuilder();

    private Slides(Html html, LabHtml labHtml) {
        this.html = html;
        this.labHtml = labHtml;
    }

    /**
     * Makes the slides of a walkthrough.
     *
     * @param lab the walkthrough
     * @return the slides, as HTML
     */
    static String of(Walkthrough lab, Html html, LabHtml labHtml) {
        return new Slides(html, labHtml).body(lab);
    }

    private String body(Walkthrough lab) {
        List<WalkthroughStep> steps = lab.steps();
        StringBuilder part = new StringBuilder("<h1>Lab " + lab.number() + ": " + html.inline(lab.title())
                + "</h1>\n<p><a href=\"" + lab.id() + ".html\">The whole text</a></p>\n");
        for (int i = 0; i < steps.size(); i++) {
            WalkthroughStep step = steps.get(i);
            if (step instanceof WalkthroughStep.Prose prose) {
                if (prose.startsSection()) {
                    add(part);
                }
                append(part, html.blocks(inShort(prose.markdown())));
            } else if (step instanceof WalkthroughStep.Snippet) {
                List<WalkthroughStep.Snippet> run = LabHtml.runOf(steps, i);
                append(part, cut(labHtml.java(run, true), lab));
                i += run.size() - 1;
            } else if (step instanceof WalkthroughStep.Ask ask) {
                List<WalkthroughStep.Snippet> block = LabHtml.blockOf(ask, steps, i);
                addUnlessHeading(part);
                part.append(headed(part, "What do you think?")
                        + html.blocks(ask.question().text())
                        + labHtml.options(ask.question())
                        + labHtml.java(block, false));
                add(part);
                end();
                part.append("<h2>What happens</h2>\n" + labHtml.java(block, true)
                        + html.blocks(inShort(ask.question().because())));
                i += block.size();
            } else if (step instanceof WalkthroughStep.Exercise exercise) {
                addUnlessHeading(part);
                part.append(
                        headed(part, "Exercise: " + html.inline(exercise.title())) + html.blocks(exercise.markdown()));
                add(part);
                if (i + 1 < steps.size() && tellsMore(steps.get(i + 1))) {
                    end();
                }
            }
        }
        add(part);
        end();
        StringBuilder body = new StringBuilder();
        slides.forEach(text -> body.append("<section class=\"slide\">\n" + text + "</section>\n"));
        return body.toString();
    }

    /** Lets a part grow; one that would become larger than a slide goes on on the next one. */
    private void append(StringBuilder part, String more) {
        if (heightOf(part.toString()) > ROOM / 3 && heightOf(part + more) > ROOM) {
            add(part);
        }
        part.append(more);
    }

    /** What comes below an exercise, in the same section, may be its answer. */
    private static boolean tellsMore(WalkthroughStep next) {
        return next instanceof WalkthroughStep.Snippet
                || (next instanceof WalkthroughStep.Prose prose && !prose.startsSection());
    }

    /** A heading by itself stays with what comes below it. */
    private void addUnlessHeading(StringBuilder part) {
        if (!HEADING.matcher(part).matches()) {
            add(part);
        }
    }

    /** {@return a heading, one level down if the part is one itself so far} */
    private static String headed(StringBuilder part, String heading) {
        String tag = part.isEmpty() ? "h2" : "h3";
        return "<" + tag + ">" + heading + "</" + tag + ">\n";
    }

    /** {@return Java that fits on a slide: what is longer is cut, and all of it is in the text} */
    private static String cut(String java, Walkthrough lab) {
        List<String> lines = java.lines().toList();
        if (lines.size() <= ROOM) {
            return java;
        }
        return String.join("\n", lines.subList(0, ROOM - 3)) + "\n...</code></pre>\n<p><a href=\"" + lab.id()
                + ".html\">All " + lines.size() + " lines</a></p>\n";
    }

    /** Puts a part on the slide, or on the next one if it has no room there. */
    private void add(StringBuilder part) {
        if (heightOf(slide.toString()) + heightOf(part.toString()) > ROOM) {
            end();
        }
        slide.append(part);
        part.setLength(0);
    }

    private void end() {
        if (!slide.toString().isBlank()) {
            slides.add(slide.toString());
        }
        slide.setLength(0);
    }

    /** {@return about how many lines some HTML takes} */
    private static int heightOf(String text) {
        int lines = 0;
        for (Matcher pre = PREFORMATTED.matcher(text); pre.find(); ) {
            lines += 1 + (int) pre.group().lines().count() + pre.group().split("<samp", -1).length - 1;
        }
        String rest = PREFORMATTED.matcher(text).replaceAll("");
        for (Matcher block = BLOCK.matcher(rest); block.find(); ) {
            lines += 1 + block.group().replaceAll("<[^>]*>", "").length() / LETTERS_IN_A_LINE;
        }
        return lines;
    }
    /** Pictures, quotations, tables and lists as they are; of every paragraph, its first sentence. */
    static String inShort(String markdown) {
        StringBuilder text = new StringBuilder();
        for (String block : blocksOf(markdown)) {
            boolean paragraph = !block.matches("(?s)^(```|#|\\||- |    |[0-9]+\\. ).*");
            text.append(paragraph ? block.replaceFirst("(?s)(?<=[.!?:])\\s+(?=[A-Z`*(\"]).*$", "") : block)
                    .append("\n\n");
        }
        return text.toString();
    }

    private static List<String> blocksOf(String markdown) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        boolean fenced = false;
        for (String line : markdown.lines().toList()) {
            fenced ^= line.startsWith("```");
            if (line.isBlank() && !fenced) {
                blocks.add(block.toString().stripTrailing());
                block.setLength(0);
            } else {
                block.append(line).append('\n');
            }
        }
        blocks.add(block.toString().stripTrailing());
        return blocks.stream().filter(text -> !text.isBlank()).toList();
    }
}
