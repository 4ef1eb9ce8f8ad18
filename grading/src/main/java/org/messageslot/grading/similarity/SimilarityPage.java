// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.similarity;

import java.util.List;
import org.messageslot.grading.report.HtmlReport;
import org.messageslot.grading.report.Markup;
import org.messageslot.grading.similarity.SimilarClass.LeftOut;

/**
 * {@code similarity.html}: who has modules that are alike, with the places side by side, for staff.
 *
 * <p>It needs no network and has no scripts. What students wrote is only ever text in it.
 */
public final class SimilarityPage {

    /** The file that it is usually kept in. */
    public static final String FILE = "similarity.html";

    /** What must be said wherever there are such numbers. */
    public static final String WARNING = "Similarity is a reason to look at two submissions, not a verdict on them:"
            + " compare what is alike with what is usual in this class, and ask the students.";

    /** How many lines of each of two works are shown at most, and how long they may be. */
    private static final int MOST_LINES = 400;

    private static final int LONGEST_LINE = 200;

    /** No character in it needs escaping, so it is the same for HTML and for XML. */
    private static final String STYLE = """
            body { max-width: 80rem; }
            a { color: inherit; text-underline-offset: 0.15em; }
            a:focus-visible { outline: 0.15rem solid; outline-offset: 0.1rem; }
            .rate { display: inline-block; width: 5rem; height: 0.7rem; vertical-align: middle; }
            .rate .all { fill: var(--line); } .rate .part { fill: #2f6fb5; }
            .warning { border: 0.15rem solid var(--part); border-radius: 0.3rem; padding: 0.5rem 0.9rem; }
            td, th { padding-right: 0.8rem; }
            .sides { display: grid; grid-template-columns: 1fr 1fr; gap: 0 0.8rem; }
            .sides > * { min-width: 0; margin: 0.3rem 0 0; }
            .sides pre { overflow-wrap: anywhere; tab-size: 4; }
            .sides .faint { margin-top: 0.9rem; }
            article { border-left-color: var(--line); }
            @media (max-width: 45rem) { .sides { grid-template-columns: 1fr; } }
            @media print { .rate { print-color-adjust: exact; } article { break-inside: auto; } pre { font-size: 7.5pt; } }
            """;

    private final SimilarClass whole;
    private final List<Pair> shown;
    private final Markup page = Markup.html();

    private SimilarityPage(SimilarClass whole, List<Pair> shown) {
        this.whole = whole;
        this.shown = shown;
    }

    /**
     * Renders a class.
     *
     * @param whole the class
     * @param shown the pairs that are shown with their fragments
     * @return the whole page
     */
    public static String render(SimilarClass whole, List<Pair> shown) {
        return new SimilarityPage(whole, shown).page();
    }

    private String page() {
        page.open("html", "lang", "en");
        page.head("Similarity: " + whole.students() + " submissions", HtmlReport.style() + STYLE);
        page.line().open("body").line().open("main");
        page.line().element("h1", "Similar modules");
        page.line().element("p", SimilarityText.counted(whole), "class", "faint");
        page.line().element("p", WARNING, "class", "warning");
        equal();
        table();
        for (int i = 0; i < shown.size(); i++) {
            pair(i + 1, shown.get(i));
        }
        leftOut();
        return page.line().close().close().close().end();
    }

    private void equal() {
        if (whole.equal().isEmpty()) {
            return;
        }
        page.line().element("h2", "Equal to the byte").line().open("ul");
        for (Work work : whole.equal()) {
            page.line().open("li");
            authors(work);
            page.close();
        }
        page.close();
    }

    private void authors(Work work) {
        String before = "";
        for (Work.Author author : work.authors()) {
            page.text(before).element("bdi", author.words());
            before = ", ";
        }
    }

    private void table() {
        page.line().element("h2", "Most alike");
        if (!whole.pairs().isEmpty()) {
            page.line().element("p", SimilarityText.usual(whole));
        }
        if (shown.isEmpty()) {
            page.line().element("p", "No two different modules are worth a look.");
            return;
        }
        page.line().open("table");
        page.element(
                "caption", "Alike: how much of both is in both. Contained: how much of one of them is in the other.");
        page.line().open("thead").open("tr");
        head("", "");
        head("Alike", "number");
        head("Contained", "number");
        head("One", "");
        head("The other", "");
        page.close().close().line().open("tbody");
        for (int i = 0; i < shown.size(); i++) {
            row(i + 1, shown.get(i));
        }
        page.line().close().close();
    }

    private void head(String title, String kind) {
        page.element("th", title, "scope", "col", "class", kind);
    }

    private void row(int number, Pair pair) {
        page.line().open("tr").open("td");
        page.element("a", "look", "href", "#pair-" + number, "aria-label", "Look at pair " + number)
                .close();
        page.open("td", "class", "number");
        bar(pair.alike());
        page.text(" " + pair.alike() + " %").close();
        page.element("td", pair.contained() + " %", "class", "number");
        for (Work work : List.of(pair.first(), pair.second())) {
            page.open("td");
            authors(work);
            page.close();
        }
        page.close();
    }

    private void bar(int percent) {
        page.open(
                "svg", "class", "rate", "viewBox", "0 0 100 10", "preserveAspectRatio", "none", "aria-hidden", "true");
        rectangle("all", 100);
        rectangle("part", percent);
        page.close();
    }

    private void rectangle(String kind, int width) {
        page.empty("rect", "class", kind, "x", "0", "y", "0", "width", "" + width, "height", "10");
    }

    private void pair(int number, Pair pair) {
        page.line().open("section").open("h2", "id", "pair-" + number).text(pair.alike() + " %: ");
        authors(pair.first());
        page.text(" and ");
        authors(pair.second());
        page.close();
        int left = MOST_LINES;
        for (Pair.Fragment fragment : pair.fragments()) {
            int longest = Math.max(
                    fragment.inFirst().lines().size(),
                    fragment.inSecond().lines().size());
            if (left > 0) {
                fragment(fragment, Math.min(left, longest));
            }
            left -= longest;
        }
        if (left < 0) {
            page.line()
                    .element(
                            "p",
                            "Not all is shown: there are " + pair.fragments().size() + " such fragments, and " + -left
                                    + " more lines of them.",
                            "class",
                            "faint");
        }
        page.line().close();
    }

    private void fragment(Pair.Fragment fragment, int most) {
        page.line().open("article").open("div", "class", "sides");
        for (Pair.Passage place : List.of(fragment.inFirst(), fragment.inSecond())) {
            page.line()
                    .open("p", "class", "faint")
                    .element("bdi", place.source().path());
            page.text(", lines " + place.from() + " to " + place.to()).close();
        }
        for (Pair.Passage place : List.of(fragment.inFirst(), fragment.inSecond())) {
            page.line()
                    .lines(
                            "pre",
                            place.lines().stream()
                                    .limit(most)
                                    .map(SimilarityPage::cut)
                                    .toList());
        }
        page.close().close();
    }

    private static String cut(String line) {
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + " [...]" : line;
    }

    private void leftOut() {
        if (whole.leftOut().isEmpty()) {
            return;
        }
        page.line().element("h2", "Not compared").line().open("ul");
        for (LeftOut one : whole.leftOut()) {
            page.line().open("li").element("bdi", one.author().words()).text(": " + one.reason());
            page.close();
        }
        page.close();
    }
}
