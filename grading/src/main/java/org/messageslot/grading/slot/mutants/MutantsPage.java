// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.mutants;

import java.util.List;
import java.util.Locale;
import org.messageslot.grading.report.Markup;
import org.messageslot.grading.slot.mutants.MutantFate.MutantEnd;

/** Tells what became of mutants, in words and as a page. */
public final class MutantsPage {

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1c1e21; --paper: #fff; --line: #d5d9de; --bad: #a40e26; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #16191d; --line: #3a4048;
              --bad: #ff8f96; } }
            body { margin: 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
            .scroll { overflow: auto; } table { border-collapse: collapse; font-size: 0.85rem; }
            th, td { border: 1px solid var(--line); padding: 0.2rem 0.4rem; text-align: left; vertical-align: top; }
            code { font: 0.8rem/1.3 ui-monospace, monospace; } .bad { color: var(--bad); font-weight: 700; }
            """;

    private MutantsPage() {}

    /**
     * Sums up.
     *
     * @param fates what became of mutants
     * @return one sentence
     */
    public static String summary(List<MutantFate> fates) {
        long counted = fates.stream().filter(fate -> fate.end().counts()).count();
        return String.format(
                Locale.ROOT,
                "%s: %d noticed, %d more only by a check that asks everything at once, %d survived, %d could not be"
                        + " judged. Not counted: %d that did not build, and %d that came out as the same program.",
                counted == 1 ? "1 mutant" : counted + " mutants",
                count(fates, MutantEnd.NOTICED),
                count(fates, MutantEnd.NOTICED_BY_CATCH_ALL),
                count(fates, MutantEnd.SURVIVED),
                count(fates, MutantEnd.UNJUDGED),
                count(fates, MutantEnd.NOT_BUILT),
                count(fates, MutantEnd.SAME));
    }

    private static long count(List<MutantFate> fates, MutantEnd end) {
        return fates.stream().filter(fate -> fate.end() == end).count();
    }

    /**
     * Makes a page.
     *
     * @param fates what became of mutants
     * @return the page, as HTML
     */
    public static String of(List<MutantFate> fates) {
        Markup page = Markup.html();
        page.open("html", "lang", "en").head("Mutants and checks", STYLE);
        page.line().open("body").line().element("h1", "Which change is noticed by which check");
        page.line().element("p", summary(fates));
        page.line().open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Mutants");
        page.line().open("table").open("thead").open("tr");
        for (String head : List.of("Where", "Change", "Before", "After", "Noticed by")) {
            page.element("th", head, "scope", "col");
        }
        page.close().close().open("tbody");
        fates.stream().filter(fate -> fate.end().counts()).forEach(fate -> row(page, fate));
        page.close().close().close();
        return page.line().close().close().end();
    }

    private static void row(Markup page, MutantFate fate) {
        Mutant mutant = fate.mutant();
        page.line().open("tr").element("td", mutant.file() + ":" + mutant.line() + " " + mutant.function());
        page.element("td", mutant.change());
        page.open("td").element("code", mutant.before()).close();
        page.open("td").element("code", mutant.after()).close();
        switch (fate.end()) {
            case NOTICED -> page.element("td", fate.by());
            case NOTICED_BY_CATCH_ALL -> page.element("td", fate.by() + " alone", "class", "bad");
            case UNJUDGED -> page.element("td", "could not be judged: " + fate.said(), "class", "bad");
            default -> page.element("td", "nobody", "class", "bad");
        }
        page.close();
    }
}
