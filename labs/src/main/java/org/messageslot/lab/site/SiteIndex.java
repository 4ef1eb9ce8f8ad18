// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.site;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.messageslot.lab.walk.Walkthrough;

/** The first page of the site: where to begin, and all that there is. */
final class SiteIndex {

    private final List<Walkthrough> labs;
    private final List<Path> guides;
    private final List<Path> sheets;
    private final Html html;

    SiteIndex(List<Walkthrough> labs, List<Path> guides, List<Path> sheets, Html html) {
        this.labs = labs;
        this.guides = guides;
        this.sheets = sheets;
        this.html = html;
    }

    /** {@return the body of the page} */
    String body() {
        StringBuilder body = new StringBuilder("<h1>Message Slot Lab</h1>\n<p>A message slot is a file in "
                + "<code>/dev</code> in which programs leave messages for each other. These labs teach what a system "
                + "call, a driver and an error are, by one small kernel module.</p>\n");
        body.append(paths());
        body.append("<h2 id=\"labs\">Labs</h2>\n<ul class=\"labs\">\n");
        labs.forEach(lab -> body.append(entry(lab)));
        body.append("</ul>\n");
        body.append(list("Sheets of one page", "sheets", sheets));
        body.append(list("All guides", "guides", guides));
        return body.toString();
    }

    /** Three ways through all this. */
    private String paths() {
        return "<div class=\"paths\">\n"
                + path(
                        "You take the course",
                        "In a terminal, <code>lab walk 00</code>. Then write your own module.",
                        "00-first-message",
                        "11-your-module",
                        "your-own-module",
                        "reading-a-grade",
                        "errno")
                + path(
                        "You teach the course",
                        "Each lab has slides. Whole classes are graded by one command.",
                        "grading-a-class",
                        "changing-points",
                        "many-machines",
                        "adding-a-check",
                        "another-assignment")
                + path(
                        "You learn on your own",
                        "Take the labs in their order. They need no course, only this kit.",
                        "00-first-message",
                        "05-errors",
                        "09-two-at-once",
                        "10-crash",
                        "13-break-this-driver",
                        "14-waiting")
                + "</div>\n";
    }

    private String path(String title, String text, String... pages) {
        StringBuilder body = new StringBuilder(
                "<section><h2 id=\"" + Html.anchor(title) + "\">" + title + "</h2>\n<p>" + text + "</p>\n<ul>\n");
        for (String page : pages) {
            titleOf(page)
                    .ifPresent(name ->
                            body.append("<li><a href=\"" + page + ".html\">" + html.inline(name) + "</a></li>\n"));
        }
        return body.append("</ul></section>\n").toString();
    }

    private Optional<String> titleOf(String page) {
        Stream<String> ofLabs = labs.stream()
                .filter(lab -> lab.id().equals(page))
                .map(lab -> "Lab " + lab.number() + ": " + lab.title());
        Stream<String> ofGuides = Stream.concat(guides.stream(), sheets.stream())
                .filter(guide -> Site.nameOf(guide).equals(page))
                .map(Site::title);
        return Stream.concat(ofLabs, ofGuides).findFirst();
    }

    private String entry(Walkthrough lab) {
        return "<li><a href=\"" + lab.id() + ".html\">Lab " + lab.number() + ": " + html.inline(lab.title())
                + "</a> <span class=\"minutes\">" + lab.minutes() + " min</span><br><a href=\"" + lab.id()
                + "-slides.html\" aria-label=\"Slides of lab " + lab.number() + "\">Slides</a></li>\n";
    }

    private String list(String title, String id, List<Path> files) {
        if (files.isEmpty()) {
            return "";
        }
        StringBuilder body = new StringBuilder("<h2 id=\"" + id + "\">" + title + "</h2>\n<ul>\n");
        for (Path file : files) {
            body.append(
                    "<li><a href=\"" + Site.nameOf(file) + ".html\">" + html.inline(Site.title(file)) + "</a></li>\n");
        }
        return body.append("</ul>\n").toString();
    }
}
