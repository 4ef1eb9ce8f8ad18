// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.messageslot.grading.edition.Edition;
import org.messageslot.grading.rubric.DataFileException;

/**
 * The labs, the guides and the sources that they quote, as a folder of pages; and slides of each lab for the lecturer.
 *
 * <p>Plain HTML and one style sheet: the pages can be read from a disk, without a server and without scripts.
 */
public final class Site {

    private final Path home;
    private final Path folder;
    private final List<Walkthrough> labs;
    private final Clauses clauses;
    private final Quotations quotations;
    private final Html html;
    private final Set<String> sources = new TreeSet<>();

    /** Pages of the kit that are none of ours, at their own places. */
    private final Set<String> copies = new TreeSet<>();

    private final List<Path> guides;

    private Site(Path home, Path folder) throws IOException, WalkthroughException {
        this.home = home;
        this.folder = folder;
        this.labs = Library.in(home).all();
        this.clauses = Clauses.in(home);
        this.quotations = new Quotations(home);
        this.html = new Html(this::caption, Set.copyOf(clauses.numbers()));
        this.guides = guides(home.resolve("docs"));
        for (Walkthrough lab : labs) {
            Quotations.of(lab).forEach(quotation -> sources.add(quotation.file()));
        }
    }

    /**
     * Write the site.
     *
     * @param home the folder of the kit
     * @param folder where to write it; made if it is not there
     * @return how many files were written
     * @throws IOException if it cannot be written
     * @throws WalkthroughException if a walkthrough cannot be read
     */
    public static int write(Path home, Path folder) throws IOException, WalkthroughException {
        return new Site(home, folder).write();
    }

    private static List<Path> guides(Path docs) throws IOException {
        if (!Files.isDirectory(docs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(docs)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private int write() throws IOException {
        Files.createDirectories(folder);
        try (InputStream style = Objects.requireNonNull(Site.class.getResourceAsStream("site.css"))) {
            put("site.css", new String(style.readAllBytes(), StandardCharsets.UTF_8));
        }
        put("index.html", page("Message Slot Lab", index()));
        put("clauses.html", page("The clauses", clauses()));
        put("checks.html", page("The checks", checks()));
        for (Path guide : guides) {
            String text = Files.readString(guide);
            put(nameOf(guide) + ".html", page(titleOf(text), html.blocks(withoutComment(text), this::targetOf)));
        }
        copyPictures(home.resolve("docs"));
        for (String source : sources) {
            put(sourcePage(source), page(source, source(source)));
        }
        for (String copy : copies) {
            put(copy, Files.readString(home.resolve(copy)));
        }
        for (Walkthrough lab : labs) {
            put(lab.id() + ".html", page("Lab " + lab.number() + ": " + plain(lab.title()), lab(lab)));
            put(
                    lab.id() + "-slides.html",
                    document("Slides, lab " + lab.number(), "slides", "<main id=\"main\">" + slides(lab) + "</main>"));
        }
        return 4 + guides.size() + sources.size() + copies.size() + 2 * labs.size();
    }

    /** Guides show pictures by the names that those have beside them. */
    private void copyPictures(Path docs) throws IOException {
        if (!Files.isDirectory(docs)) {
            return;
        }
        try (Stream<Path> files = Files.walk(docs)) {
            for (Path picture :
                    files.filter(file -> file.toString().endsWith(".png")).toList()) {
                String name = docs.relativize(picture).toString();
                Files.createDirectories(folder.resolve(name).getParent());
                put(name, Files.readAllBytes(picture));
            }
        }
    }

    private void put(String name, String content) throws IOException {
        put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Path beside = folder.resolve(name + ".new");
        Files.write(beside, content);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    // --- Pages --------------------------------------------------------------------------------------------------

    private String page(String title, String body) {
        return document(
                title,
                "page",
                "<a class=\"skip\" href=\"#main\">Skip to the text</a>\n<header><nav aria-label=\"Site\"><ul>"
                        + "<li><a href=\"index.html\">Message Slot Lab</a></li>"
                        + "<li><a href=\"clauses.html\">The clauses</a></li>"
                        + "<li><a href=\"checks.html\">The checks</a></li></ul></nav></header>\n<main id=\"main\">\n"
                        + body
                        + "\n</main>\n<footer><p>Made by <code>lab site</code> from the same files that "
                        + "<code>lab walk</code> runs and checks.</p></footer>");
    }

    private static String document(String title, String kind, String body) {
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
                + Html.escape(title) + "</title>\n<link rel=\"stylesheet\" href=\"site.css\">\n</head>\n<body class=\""
                + kind + "\">\n" + body + "\n</body>\n</html>\n";
    }

    private String index() {
        StringBuilder body = new StringBuilder("<h1>Message Slot Lab</h1>\n<p>A message slot is a file in "
                + "<code>/dev</code> in which programs leave messages for each other. These labs teach what a system "
                + "call, a driver and an error are, by one small kernel module. Each of them runs: "
                + "<code>lab walk 00</code>.</p>\n<h2 id=\"labs\">Labs</h2>\n<ul class=\"labs\">\n");
        for (Walkthrough lab : labs) {
            body.append("<li><a href=\"" + lab.id() + ".html\">Lab " + lab.number() + ": "
                    + html.inline(lab.title()) + "</a> <span class=\"minutes\">" + lab.minutes()
                    + " min</span><br><a href=\"" + lab.id() + "-slides.html\" aria-label=\"Slides of lab "
                    + lab.number() + "\">Slides</a></li>\n");
        }
        body.append("</ul>\n");
        if (!guides.isEmpty()) {
            body.append("<h2 id=\"guides\">Guides</h2>\n<ul>\n");
            for (Path guide : guides) {
                body.append("<li><a href=\"" + nameOf(guide) + ".html\">" + Html.escape(title(guide)) + "</a></li>\n");
            }
            body.append("</ul>\n");
        }
        return body.toString();
    }

    private String clauses() throws IOException {
        String body = html.blocks(withoutComment(Files.readString(home.resolve("labs/clauses.md"))));
        for (String number : clauses.numbers()) {
            body = body.replace(
                    "<strong><a href=\"clauses.html#" + number + "\">" + number + "</a></strong>",
                    "<strong id=\"" + number + "\">" + number + "</strong>");
        }
        return body;
    }

    private String checks() throws IOException {
        try {
            return new CheckTable(Edition.named(Edition.DEFAULT).rubric(), html).body(Edition.DEFAULT);
        } catch (DataFileException e) {
            throw new IOException(e);
        }
    }

    private String source(String file) throws IOException {
        StringBuilder body = new StringBuilder("<h1>" + Html.escape(file)
                + "</h1>\n<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Source\"><table class=\"source\">"
                + "<tbody>\n");
        int number = 1;
        for (String line : Files.readAllLines(home.resolve(file))) {
            body.append("<tr id=\"L" + number + "\"><td class=\"number\">" + number + "</td><td><code>"
                    + Html.escape(line.replace("\t", "        ")) + "</code></td></tr>\n");
            number++;
        }
        return body.append("</tbody></table></div>\n").toString();
    }

    private static String sourcePage(String file) {
        return "source-" + file.replaceAll("[^a-zA-Z0-9.]+", "-") + ".html";
    }

    private String caption(String file, String text) {
        try {
            String name = Html.escape(file);
            return quotations
                    .lineOf(file, text)
                    .map(line ->
                            "<a href=\"" + sourcePage(file) + "#L" + line + "\">" + name + ", line " + line + "</a>")
                    .orElse(name);
        } catch (IOException e) {
            return Html.escape(file);
        }
    }

    /** Where a guide's link leads: to another guide, to a page, or to one with the source of a file of the kit. */
    private Optional<String> targetOf(String link) {
        String file = link.replaceFirst("#.*", "");
        if (file.isEmpty() || file.matches("[a-z]+:.*")) {
            return Optional.of(link);
        }
        Path target = home.resolve("docs").resolve(file).normalize();
        if (guides.contains(target)) {
            return Optional.of(link);
        }
        if (!target.startsWith(home) || !Files.isRegularFile(target)) {
            return Optional.empty();
        }
        String source = home.relativize(target).toString();
        if (source.endsWith(".html")) {
            copies.add(source);
            return Optional.of(source);
        }
        sources.add(source);
        return Optional.of(sourcePage(source));
    }

    private static String nameOf(Path guide) {
        return guide.getFileName().toString().replaceAll("\\.md$", "");
    }

    private static String title(Path guide) {
        try {
            return titleOf(Files.readString(guide));
        } catch (IOException e) {
            return nameOf(guide);
        }
    }

    private static String titleOf(String markdown) {
        return markdown.lines()
                .filter(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .findFirst()
                .orElse("Guide");
    }

    private static String withoutComment(String markdown) {
        return markdown.replaceFirst("(?s)^<!--.*?-->\\s*", "");
    }

    private static String plain(String markdown) {
        return markdown.replace("`", "");
    }

    // --- Labs ---------------------------------------------------------------------------------------------------

    private String lab(Walkthrough lab) {
        StringBuilder body = new StringBuilder("<h1>Lab " + lab.number() + ": " + html.inline(lab.title())
                + "</h1>\n<p class=\"minutes\">About " + lab.minutes() + " minutes"
                + (lab.needsGuest() ? ", in a guest" : "") + ". In a terminal: <code>lab walk " + lab.number()
                + "</code>. <a href=\"" + lab.id() + "-slides.html\">Slides</a></p>\n");
        List<Step> steps = lab.steps();
        int exercises = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step instanceof Step.Prose prose) {
                body.append(html.blocks(prose.markdown()));
            } else if (step instanceof Step.Snippet) {
                List<Step.Snippet> run = runOf(steps, i);
                body.append(java(run, true));
                i += run.size() - 1;
            } else if (step instanceof Step.Branch branch) {
                body.append("<section class=\"try\"><h3>Try this</h3>\n" + html.blocks(branch.markdown())
                        + java(branch.snippets(), true) + "</section>\n");
            } else if (step instanceof Step.Exercise exercise) {
                body.append(exercise(++exercises, exercise));
            } else if (step instanceof Step.Ask ask) {
                List<Step.Snippet> block = blockOf(ask, steps, i);
                body.append(question(ask.question(), block));
                i += block.size();
            }
        }
        return body.toString();
    }

    private static List<Step.Snippet> blockOf(Step.Ask ask, List<Step> steps, int at) {
        List<Step.Snippet> block = new ArrayList<>();
        for (int i = at + 1; i < steps.size() && steps.get(i) instanceof Step.Snippet snippet; i++) {
            block.add(snippet);
            if (snippet.question().filter(ask.question()::equals).isPresent()) {
                break;
            }
        }
        return block;
    }

    /** Snippets that follow each other without a word between them. */
    private static List<Step.Snippet> runOf(List<Step> steps, int at) {
        List<Step.Snippet> run = new ArrayList<>();
        for (int i = at; i < steps.size() && steps.get(i) instanceof Step.Snippet snippet; i++) {
            run.add(snippet);
        }
        return run;
    }

    /** Java, with what it does or without. */
    private String java(List<Step.Snippet> snippets, boolean results) {
        StringBuilder body = new StringBuilder("<pre class=\"java\" tabindex=\"0\"><code>");
        for (int i = 0; i < snippets.size(); i++) {
            boolean afterResults =
                    i > 0 && results && !snippets.get(i - 1).expectations().isEmpty();
            body.append(i == 0 || afterResults ? "" : "\n")
                    .append(Html.escape(snippets.get(i).source()));
            if (results) {
                body.append(results(snippets.get(i)));
            }
        }
        return body.append("</code></pre>\n").toString();
    }

    private static String results(Step.Snippet snippet) {
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

    private String question(Question question, List<Step.Snippet> block) {
        return "<section class=\"question\"><h3>What do you think?</h3>\n" + html.blocks(question.text())
                + options(question) + java(block, false) + "<details><summary>What happens</summary>\n"
                + java(block, true) + html.blocks(question.because()) + "</details></section>\n";
    }

    private String options(Question question) {
        if (question.options().isEmpty()) {
            return "";
        }
        StringBuilder body = new StringBuilder("<ol class=\"options\">\n");
        question.options().forEach(option -> body.append("<li>" + html.inline(option.inWords()) + "</li>\n"));
        return body.append("</ol>\n").toString();
    }

    private String exercise(int number, Step.Exercise exercise) {
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

    // --- Slides -------------------------------------------------------------------------------------------------

    private String slides(Walkthrough lab) {
        List<String> slides = new ArrayList<>();
        StringBuilder slide = new StringBuilder("<h1>Lab " + lab.number() + ": " + html.inline(lab.title())
                + "</h1>\n<p><a href=\"" + lab.id() + ".html\">The whole text</a></p>\n");
        List<Step> steps = lab.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step instanceof Step.Prose prose) {
                if (prose.startsSection()) {
                    slides.add(slide.toString());
                    slide.setLength(0);
                }
                slide.append(html.blocks(inShort(prose.markdown())));
            } else if (step instanceof Step.Snippet) {
                List<Step.Snippet> run = runOf(steps, i);
                slide.append(java(run, true));
                i += run.size() - 1;
            } else if (step instanceof Step.Ask ask) {
                List<Step.Snippet> block = blockOf(ask, steps, i);
                slides.add(slide.toString());
                slide.setLength(0);
                slides.add("<h2>What do you think?</h2>\n"
                        + html.blocks(ask.question().text()) + options(ask.question()) + java(block, false));
                slide.append("<h2>What happens</h2>\n" + java(block, true)
                        + html.blocks(inShort(ask.question().because())));
                i += block.size();
            } else if (step instanceof Step.Exercise exercise) {
                slides.add(slide.toString());
                slide.setLength(0);
                slides.add("<h2>Exercise: " + html.inline(exercise.title()) + "</h2>\n"
                        + html.blocks(exercise.markdown()));
            }
        }
        slides.add(slide.toString());
        StringBuilder body = new StringBuilder();
        slides.stream()
                .filter(text -> !text.isBlank())
                .forEach(text -> body.append("<section class=\"slide\">\n" + text + "</section>\n"));
        return body.toString();
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
