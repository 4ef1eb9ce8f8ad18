// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.Grade;
import org.messageslot.grading.GroupTotal;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.Verdict;

/**
 * {@code grade.html}: one self-contained page without scripts, for screens of any size, light and dark, and for paper.
 *
 * <p>It is also well-formed XML, and forbids itself to load or run anything.
 */
public final class HtmlReport implements Report {

    /** The name of its file. */
    public static final String FILE = "grade.html";

    private static final int MAX_COMPILER_LINES = 120;

    /** No character in it needs escaping, so it is the same for HTML and for XML. */
    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1c1e21; --paper: #fff; --faint: #5a6068; --line: #d5d9de;
              --box: #f4f6f8; --good: #116329; --bad: #a40e26; --part: #7a4d00; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #16191d; --faint: #a3abb5;
              --line: #3a4048; --box: #20252b; --good: #6fdd8b; --bad: #ff8f96; --part: #f0b95a; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--paper); color: var(--ink);
              font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
            h1 { font-size: 1.3rem; margin: 0; font-weight: 600; }
            h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; border-bottom: 1px solid var(--line); }
            h3 { font-size: 1.05rem; margin: 0; }
            p { margin: 0.4rem 0; }
            .score { font-size: 2.2rem; font-weight: 700; line-height: 1.3; margin: 0; }
            .faint { color: var(--faint); font-size: 0.9rem; }
            .good { color: var(--good); } .bad { color: var(--bad); } .part { color: var(--part); }
            article { border: 1px solid var(--line); border-left: 0.3rem solid var(--bad); border-radius: 0.3rem;
              padding: 0.7rem 0.9rem; margin: 0.8rem 0; }
            pre { background: var(--box); padding: 0.6rem; margin: 0.5rem 0; border-radius: 0.3rem; overflow-x: auto;
              white-space: pre-wrap; font: 0.85rem/1.45 ui-monospace, monospace; direction: ltr;
              unicode-bidi: plaintext; }
            table { border-collapse: collapse; width: 100%; }
            caption { text-align: left; color: var(--faint); font-size: 0.9rem; padding-bottom: 0.3rem; }
            th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.5rem 0.3rem 0;
              border-bottom: 1px solid var(--line); }
            tbody th { font-weight: 400; }
            .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 0.8rem; margin: 0.5rem 0; }
            dt { color: var(--faint); } dd { margin: 0; }
            code, dd { unicode-bidi: isolate; }
            code { font: 0.85rem ui-monospace, monospace; }
            .lines td { padding: 0 0.5rem 0 0; border: 0; } .lines code { white-space: pre-wrap; }
            .lines .NEVER { border-left: 0.3rem solid var(--bad); } .lines .ONLY_FAILING { border-left: 0.3rem solid var(--part); }
            summary { cursor: pointer; padding: 0.3rem 0; }
            ul { padding-left: 1.2rem; margin: 0.4rem 0; }
            @media (max-width: 30rem) { .wide { display: none; } dl { grid-template-columns: 1fr; }
              dd { margin-bottom: 0.4rem; } }
            @media print { body { max-width: none; padding: 0; font-size: 10pt; } article, tr { break-inside: avoid; }
              h2, h3 { break-after: avoid; } article details::details-content { content-visibility: visible; } }
            """;

    /** {@return the style that all pages share; no character in it needs escaping} */
    public static String style() {
        return STYLE;
    }

    private final Wording wording;

    /**
     * Reports in an assignment's own words.
     *
     * @param wording the words
     */
    public HtmlReport(Wording wording) {
        this.wording = wording;
    }

    @Override
    public String fileName() {
        return FILE;
    }

    @Override
    public String render(Grade grade) {
        Markup page = Markup.html();
        page.open("html", "lang", "en");
        page.head(Excerpt.line(grade.submission().id()) + ": " + grade.headline(), STYLE);
        page.line().open("body").line().open("main");
        summary(page, grade);
        submission(page, grade.submission());
        builds(page, grade);
        totals(page, grade);
        remarks(page, grade);
        rest(page, grade);
        CoverageTable.add(page, grade);
        allChecks(page, grade);
        footer(page, grade);
        return page.line().close().close().close().end();
    }

    private static void summary(Markup page, Grade grade) {
        page.line().open("header");
        page.line()
                .open("h1")
                .element("bdi", Excerpt.line(grade.submission().id()))
                .close();
        page.line().element("p", grade.headline(), "class", grade.gradable() ? "score" : "score bad");
        if (!grade.gradable()) {
            page.line().element("p", "The grader failed, not the submission; nobody loses points by this:");
            bullets(page, grade.ungradableBecause());
        }
        page.line().element("p", grade.audit(), "class", "faint").line().close();
    }

    private static void submission(Markup page, Submitted submission) {
        page.line().element("h2", "What was handed in").line().open("dl");
        names(page, "found", submission.found());
        names(page, "missing", submission.missing());
        names(page, "ignored", submission.ignored());
        if (!submission.sha256().isEmpty()) {
            page.line()
                    .element("dt", "sha256")
                    .open("dd")
                    .element("code", submission.sha256())
                    .close();
        }
        page.line().close();
        bullets(page, submission.remarks());
    }

    private static void names(Markup page, String label, List<String> files) {
        if (!files.isEmpty()) {
            page.line().element("dt", label).element("dd", Excerpt.line(String.join(", ", files)));
        }
    }

    private static void bullets(Markup page, List<String> sentences) {
        if (!sentences.isEmpty()) {
            page.line().open("ul");
            sentences.forEach(sentence -> page.line().element("li", Excerpt.line(sentence)));
            page.line().close();
        }
    }

    private static void builds(Markup page, Grade grade) {
        for (BuildResult build : grade.builds()) {
            List<String> words = Excerpt.lines(build.compilerWords(), MAX_COMPILER_LINES);
            if (build.built() && words.isEmpty() && build.remarks().isEmpty()) {
                continue;
            }
            page.line().element("h2", build.part() + (build.built() ? " was built" : " did not build"));
            bullets(page, build.remarks());
            code(page, words, "What the compiler said", !build.built());
        }
    }

    private static void totals(Markup page, Grade grade) {
        page.line().element("h2", "Points").line().open("table");
        page.element("caption", "What the checks of each group earned");
        page.line().open("thead").open("tr");
        column(page, "Group");
        numberColumn(page, "Points");
        numberColumn(page, "Of");
        numberColumn(page, "Passed");
        page.close().close().line().open("tbody");
        for (GroupTotal group : grade.groups()) {
            boolean full = group.points().equals(group.maxPoints());
            String tint = full ? "good" : group.points().isPositive() ? "part" : "bad";
            page.line().open("tr").element("th", group.title() + (group.bonus() ? " (bonus)" : ""), "scope", "row");
            page.element("td", group.points().toString(), "class", "number " + tint);
            page.element("td", group.maxPoints().brief(), "class", "number");
            page.element("td", group.passed() + " of " + group.checks(), "class", "number")
                    .close();
        }
        if (grade.penalty().isPositive()) {
            page.line().open("tr").element("th", grade.penaltyReason() + ", once", "scope", "row");
            page.element("td", "-" + grade.penalty(), "class", "number bad");
            page.element("td", "").element("td", "").close();
        }
        if (grade.late().isPositive()) {
            page.line().open("tr").element("th", "Handed in late", "scope", "row");
            page.element("td", "-" + grade.late(), "class", "number bad");
            page.element("td", "").element("td", "").close();
        }
        page.line().close().close();
    }

    private static void column(Markup page, String name) {
        page.element("th", name, "scope", "col");
    }

    private static void numberColumn(Markup page, String name) {
        page.element("th", name, "scope", "col", "class", "number");
    }

    private void remarks(Markup page, Grade grade) {
        if (grade.mistakes().isEmpty()) {
            return;
        }
        page.line().element("h2", "What went wrong");
        page.line().element("p", Remark.count(grade) + ".", "class", "faint");
        for (Mistake mistake : grade.mistakes()) {
            Remark remark = Remark.of(mistake, grade, wording);
            page.line().open("article", "id", mistake.shown());
            page.line().element("h3", remark.title());
            page.line().element("p", remark.ending(), "class", "bad");
            if (!remark.message().isEmpty()) {
                page.line().element("p", remark.message());
            }
            if (!remark.calls().isEmpty()) {
                page.line().lines("pre", remark.calls(), "aria-label", "The calls that were made");
            }
            facts(page, remark.facts());
            code(page, remark.kernelLog(), "The kernel's log meanwhile", false);
            page.line().close();
        }
    }

    private static void facts(Markup page, List<Remark.Fact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        page.line().open("dl");
        for (Remark.Fact fact : facts) {
            page.line().element("dt", fact.label());
            if (fact.label().equals("wanted") || fact.label().equals("got")) {
                page.open("dd").element("code", fact.text()).close();
            } else if (fact.code().isEmpty()) {
                page.element("dd", fact.text());
            } else {
                page.open("dd").text(fact.text());
                page.line()
                        .lines("pre", fact.code(), "aria-label", "The lines there")
                        .close();
            }
        }
        page.line().close();
    }

    private static void code(Markup page, List<String> lines, String title, boolean open) {
        if (!lines.isEmpty()) {
            String[] attributes = open ? new String[] {"open", "open"} : new String[0];
            page.line()
                    .open("details", attributes)
                    .element("summary", title)
                    .lines("pre", lines)
                    .close();
        }
    }

    private static void rest(Markup page, Grade grade) {
        Map<String, List<Verdict>> byReason = Remark.rest(grade);
        if (byReason.isEmpty()) {
            return;
        }
        page.line().element("h2", "And besides").line().open("ul");
        byReason.forEach((reason, verdicts) -> {
            page.line().open("li").text(reason + " ");
            page.element(
                    "span", String.join(", ", verdicts.stream().map(Verdict::id).toList()), "class", "faint");
            page.close();
        });
        page.line().close();
    }

    private static void allChecks(Markup page, Grade grade) {
        page.line().element("h2", "All checks");
        for (GroupTotal group : grade.groups()) {
            page.line()
                    .open("details")
                    .element("summary", group.title() + ": " + group.passed() + " of " + group.checks() + " passed");
            page.line().open("table").element("caption", group.title(), "class", "faint");
            page.line().open("thead").open("tr");
            column(page, "Check");
            page.element("th", "Clauses", "scope", "col", "class", "wide");
            column(page, "Ended");
            numberColumn(page, "Points");
            page.close().close().line().open("tbody");
            grade.verdicts().stream()
                    .filter(verdict -> verdict.check().group().equals(group.id()))
                    .forEach(verdict -> row(page, verdict));
            page.line().close().close().close();
        }
    }

    private static void row(Markup page, Verdict verdict) {
        page.line().open("tr").open("th", "scope", "row").text(verdict.check().title() + " ");
        page.element("code", verdict.id(), "class", "faint").close();
        page.element("td", String.join(" ", verdict.check().requirements()), "class", "wide");
        page.element("td", verdict.status().words(), "class", verdict.passed() ? "good" : "bad");
        page.element("td", verdict.points() + " of " + verdict.check().maxPoints(), "class", "number");
        page.close();
    }

    private static void footer(Markup page, Grade grade) {
        String kernel = grade.run().kernelRelease();
        page.line()
                .element(
                        "p",
                        String.format(
                                Locale.ROOT,
                                "Edition %s, seed %d, kit %s, %s.",
                                grade.run().edition(),
                                grade.run().seed(),
                                grade.run().kitVersion(),
                                kernel.isEmpty() ? "no kernel" : "Linux " + kernel),
                        "class",
                        "faint");
    }
}
