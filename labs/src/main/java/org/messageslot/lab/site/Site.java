// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.walk.Clauses;
import org.messageslot.lab.walk.Library;
import org.messageslot.lab.walk.Quotations;
import org.messageslot.lab.walk.Walkthrough;
import org.messageslot.lab.walk.WalkthroughException;

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

    private final LabHtml labHtml;
    private final List<Path> guides;

    /** Guides of one page, to look things up. */
    private final List<Path> sheets;

    private Site(Path home, Path folder) throws IOException, WalkthroughException {
        this.home = home;
        this.folder = folder;
        this.labs = Library.in(home).all();
        this.clauses = Clauses.in(home);
        this.quotations = new Quotations(home);
        this.html = new Html(this::caption, Set.copyOf(clauses.numbers()));
        this.labHtml = new LabHtml(html);
        this.guides = guides(home.resolve("docs"));
        this.sheets = guides(home.resolve("docs/sheets"));
        for (Walkthrough lab : labs) {
            Quotations.of(lab).forEach(quotation -> sources.add(quotation.file()));
        }
    }

    /**
     * Writes the site.
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

    private List<Path> written() {
        return Stream.concat(guides.stream(), sheets.stream()).toList();
    }

    private int write() throws IOException {
        Files.createDirectories(folder);
        try (InputStream style = Objects.requireNonNull(Site.class.getResourceAsStream("site.css"))) {
            put("site.css", new String(style.readAllBytes(), StandardCharsets.UTF_8));
        }
        put("index.html", page("Message Slot Lab", new SiteIndex(labs, guides, sheets, html).body()));
        put("clauses.html", page("The clauses", clauses()));
        put("checks.html", page("The checks", checks()));
        for (Path guide : written()) {
            String text = Files.readString(guide);
            put(
                    nameOf(guide) + ".html",
                    page(titleOf(text), html.blocks(withoutComment(text), link -> targetOf(guide, link))));
        }
        copyPictures(home.resolve("docs"));
        for (String source : sources) {
            put(sourcePage(source), page(source, source(source)));
        }
        for (String copy : copies) {
            put(copy, Files.readString(home.resolve(copy)));
        }
        for (Walkthrough lab : labs) {
            put(lab.id() + ".html", page("Lab " + lab.number() + ": " + plain(lab.title()), labHtml.page(lab)));
            put(
                    lab.id() + "-slides.html",
                    document(
                            "Slides, lab " + lab.number(),
                            "slides",
                            "<main id=\"main\">" + Slides.of(lab, html, labHtml) + "</main>"));
        }
        return 4 + written().size() + sources.size() + copies.size() + 2 * labs.size();
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
        FinishedFile.write(file, content);
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
            return new CheckTable(
                            SlotAssignment.SLOT
                                    .editions()
                                    .named(SlotAssignment.DEFAULT_EDITION)
                                    .rubric(),
                            html)
                    .body(SlotAssignment.DEFAULT_EDITION);
        } catch (DataFileException e) {
            throw new IOException(e);
        }
    }

    private String source(String file) throws IOException {
        StringBuilder body = new StringBuilder("<h1>" + Html.escape(file)
                + "</h1>\n<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Source\"><table class=\"source\">"
                + "<tbody>\n");
        int number = 1;
        String text = Files.readString(home.resolve(file)).replace("\t", "        ");
        for (String line : Highlighter.file(file, text).lines().toList()) {
            body.append("<tr id=\"L" + number + "\"><td class=\"number\">" + number + "</td><td><code>" + line
                    + "</code></td></tr>\n");
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

    /** Finds the target of a guide's link: another guide, to a page, or to one with the source of a file of the kit. */
    private Optional<String> targetOf(Path guide, String link) {
        String file = link.replaceFirst("#.*", "");
        if (file.isEmpty() || file.matches("[a-z]+:.*")) {
            return Optional.of(link);
        }
        Path target = guide.resolveSibling(file).normalize();
        if (written().contains(target)) {
            return Optional.of(nameOf(target) + ".html" + link.substring(file.length()));
        }
        if (labs.stream().anyMatch(lab -> lab.file().normalize().equals(target))) {
            return Optional.of(Library.id(target) + ".html");
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

    static String nameOf(Path guide) {
        return guide.getFileName().toString().replaceAll("\\.md$", "");
    }

    static String title(Path guide) {
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
}
