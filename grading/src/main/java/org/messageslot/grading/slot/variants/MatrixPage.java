// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.report.Markup;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.variants.Variant.VariantKind;

/**
 * A page that shows which variant fails which check: of a run, or as it is promised. Where a run has no surprise, both are the
 * same to the byte.
 *
 * <p>It is self-contained, has no script, and forbids itself to load anything.
 */
public final class MatrixPage {

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1c1e21; --paper: #fff; --faint: #5a6068; --line: #d5d9de;
              --fail: #a40e26; --crash: #5b1a8b; --hang: #7a4d00; --not: #9aa1a9; --alarm: #ffd84d; --band: #f4f6f8; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #16191d; --faint: #a3abb5;
              --line: #3a4048; --fail: #ff8f96; --crash: #d5a6ff; --hang: #f0b95a; --not: #69717b; --alarm: #6b5500;
              --band: #20252b; } }
            body { margin: 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } p, ul { max-width: 50rem; }
            code, td, thead th, .name { font: 0.8rem/1.3 ui-monospace, monospace; }
            .scroll { overflow: auto; max-height: 90vh; border: 1px solid var(--line); }
            table { border-collapse: separate; border-spacing: 0; }
            th, td { border-right: 1px solid var(--line); border-bottom: 1px solid var(--line); padding: 0.1rem 0.25rem; }
            thead th { position: sticky; top: 0; z-index: 2; background: var(--paper); vertical-align: bottom;
              font-weight: 400; }
            thead th span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
            tbody th { position: sticky; left: 0; z-index: 1; background: var(--paper); text-align: left;
              font-weight: 400; min-width: 16rem; max-width: 24rem; }
            thead th:first-child { left: 0; z-index: 3; }
            tbody th small { display: block; color: var(--faint); }
            tbody tr:hover th { text-decoration: underline; }
            td { text-align: center; min-width: 1rem; background: var(--band); }
            .list td, td.p, td.f, td.c, td.h, td.b, td.n { background: var(--paper); }
            .f { color: var(--fail); font-weight: 700; } .c { color: var(--crash); font-weight: 700; }
            .h { color: var(--hang); font-weight: 700; } .n { color: var(--not); }
            .b { color: var(--fail); } td.alarm { background: var(--alarm); }
            .kind th { background: var(--band); font-weight: 600; position: static; }
            .list th, .list td { text-align: left; vertical-align: top; font: inherit; font-size: 0.85rem; }
            @media print { .scroll { max-height: none; overflow: visible; } }
            """;

    /** What a cell shows. */
    private record Cell(String letter, String style, String words) {}

    private final List<Variant> variants;
    private final Prices prices;
    private final Function<Variant, Optional<Judgement>> judgements;
    private final Map<String, CheckDescription> checks = new LinkedHashMap<>();

    private MatrixPage(List<Variant> variants, Function<Variant, Optional<Judgement>> judgements, Prices prices) {
        this.variants = variants;
        this.prices = prices;
        this.judgements = judgements;
        for (Variant variant : variants) {
            variant.rubric().checks().forEach(check -> checks.putIfAbsent(check.id(), check));
        }
    }

    /**
     * Shows what is promised.
     *
     * @param variants the variants
     * @param prices what they cost
     * @return the page, as HTML
     */
    public static String promised(List<Variant> variants, Prices prices) {
        return new MatrixPage(variants, variant -> Optional.empty(), prices).render();
    }

    /**
     * Shows what a run came to.
     *
     * @param judgements what the grader said
     * @param prices what that costs
     * @return the page, as HTML
     */
    public static String of(List<Judgement> judgements, Prices prices) {
        Map<String, Judgement> byName = judgements.stream()
                .collect(Collectors.toMap(judgement -> judgement.variant().name(), Function.identity()));
        return new MatrixPage(
                        judgements.stream().map(Judgement::variant).toList(),
                        variant -> Optional.ofNullable(byName.get(variant.name())),
                        prices)
                .render();
    }

    private String render() {
        Markup page = Markup.html();
        page.open("html", "lang", "en").head("Variants and checks", STYLE);
        page.line().open("body").line().element("h1", "Which mistake fails which check");
        explanation(page);
        matrix(page);
        priceList(page);
        overlap(page);
        equivalents(page);
        return page.line().close().close().end();
    }

    private void explanation(Markup page) {
        long wrong =
                variants.stream().filter(variant -> !variant.fails().isEmpty()).count();
        page.line()
                .element(
                        "p",
                        "Each row is a submission made to try the grader: " + (variants.size() - wrong)
                                + " that are right, and lose nothing, and " + wrong
                                + " that are wrong. Each column is one of " + checks.size()
                                + " checks. F: failed; C: crashed the kernel; H: hung; T: tampered with the kernel;"
                                + " B: did not build; a dot: not run, because a check that it needs did not pass; grey: not judged by that check."
                                + " Made by lab variants --matrix.");
    }

    // ---- the matrix ----

    private void matrix(Markup page) {
        page.line()
                .open("div", "class", "scroll", "tabindex", "0")
                .open("table")
                .line()
                .open("thead")
                .open("tr");
        page.element("th", "variant", "scope", "col");
        for (CheckDescription check : checks.values()) {
            page.open("th", "scope", "col", "title", check.title());
            page.element("span", check.id()).close();
        }
        page.close().close().line().open("tbody");
        for (VariantKind kind : VariantKind.values()) {
            List<Variant> rows =
                    variants.stream().filter(variant -> variant.kind() == kind).toList();
            if (!rows.isEmpty()) {
                page.line().open("tr", "class", "kind");
                String title = kind.name().toLowerCase(Locale.ROOT) + " (" + rows.size() + ")";
                page.element("th", title, "colspan", Integer.toString(checks.size() + 1), "scope", "rowgroup")
                        .close();
                rows.forEach(variant -> row(page, variant));
            }
        }
        page.line().close().close().close();
    }

    private void row(Markup page, Variant variant) {
        page.line().open("tr").open("th", "scope", "row");
        page.element("span", variant.name(), "class", "name");
        page.element("small", variant.title() + " " + String.join(" ", variant.breaks()) + edition(variant));
        page.close();
        Set<String> notRun = variant.notRun();
        for (String id : checks.keySet()) {
            cell(page, variant, id, notRun);
        }
        page.close();
    }

    private static String edition(Variant variant) {
        return variant.edition().name().equals("2024")
                ? ""
                : " (edition " + variant.edition().name() + ")";
    }

    private void cell(Markup page, Variant variant, String id, Set<String> notRun) {
        if (variant.rubric().check(id).isEmpty()) {
            page.open("td").close();
            return;
        }
        Cell cell = cell(variant, id, notRun);
        if (cell.letter().isEmpty()) {
            page.open("td", "class", "p").close();
        } else {
            page.element(
                    "td", cell.letter(), "class", cell.style(), "title", variant.name() + ", " + id + cell.words());
        }
    }

    private Cell cell(Variant variant, String id, Set<String> notRun) {
        Cell promised = variant.fails().containsKey(id)
                ? cell(Objects.requireNonNull(variant.fails().get(id)).orElse(Status.FAILED))
                : cell(notRun.contains(id) ? Status.NOT_RUN : Status.PASSED);
        Optional<Judgement> judgement = judgements.apply(variant);
        if (judgement.isEmpty()) {
            return promised;
        }
        Outcome outcome = Objects.requireNonNull(judgement.get().outcomes().get(id));
        String mark = variant.name() + ": " + id + " ";
        boolean asPromised = judgement.get().surprises().stream().noneMatch(surprise -> surprise.startsWith(mark));
        Cell seen = cell(outcome.status());
        return asPromised
                ? promised
                : new Cell(
                        seen.letter().isEmpty() ? "!" : seen.letter() + "!",
                        seen.style() + " alarm",
                        ": " + outcome.status().words() + ", not as promised");
    }

    private static Cell cell(Status status) {
        return switch (status) {
            case PASSED -> new Cell("", "", "");
            case FAILED -> new Cell("F", "f", "");
            case CRASHED -> new Cell("C", "c", "");
            case HUNG -> new Cell("H", "h", "");
            case TAMPERED -> new Cell("T", "c", "");
            case BUILD_FAILED -> new Cell("B", "b", "");
            case NOT_RUN, NOT_JUDGED -> new Cell("\u00b7", "n", "");
            case UNGRADABLE -> new Cell("?", "f", "");
        };
    }

    // ---- what that costs ----

    private void priceList(Markup page) {
        List<Variant> priced = variants.stream()
                .filter(variant ->
                        !variant.fails().isEmpty() && prices.of(variant).isPresent())
                .sorted(Comparator.comparing(
                                (Variant variant) -> prices.of(variant).orElseThrow())
                        .reversed()
                        .thenComparing(Variant::name))
                .toList();
        page.line().element("h2", "What each mistake costs");
        page.line()
                .element(
                        "p",
                        "Of 100 points, by the weights of each edition, the penalty for a crash in ordinary use included."
                                + " A mistake costs at most what its checks' groups have, and 6, unless one of the groups"
                                + " has 10 or more, the kernel crashes in ordinary use, or a reason is given; and at least"
                                + " a third of that.");
        page.line().open("div", "class", "scroll", "tabindex", "0").open("table", "class", "list");
        page.open("thead").open("tr").element("th", "mistake", "scope", "col");
        for (String edition : SlotAssignment.SLOT.editions().names()) {
            page.element("th", edition, "scope", "col");
        }
        page.element("th", "at most", "scope", "col").element("th", "because", "scope", "col");
        page.close().close().line().open("tbody");
        for (Variant variant : priced) {
            page.line().open("tr").element("th", variant.name(), "scope", "row");
            for (String edition : SlotAssignment.SLOT.editions().names()) {
                page.element("td", prices.of(variant, edition).toString());
            }
            page.element("td", prices.most(variant).toString());
            page.element("td", variant.price().map(PriceLimit::reason).orElse(""));
            page.close();
        }
        page.line().close().close().close();
    }

    // ---- what the matrix comes to ----

    private void overlap(Markup page) {
        page.line().element("h2", "What each check is good for");
        page.line()
                .element(
                        "p",
                        "A check that nothing makes fail would be a check of nothing. A mistake that one check alone"
                                + " finds shows what would be lost without it.");
        page.line().open("div", "class", "scroll", "tabindex", "0").open("table", "class", "list");
        page.open("thead").open("tr");
        for (String title : List.of("check", "fails for", "the only one for", "most often together with")) {
            page.element("th", title, "scope", "col");
        }
        page.close().close().line().open("tbody");
        for (String id : checks.keySet()) {
            List<Variant> failing = failing(id);
            page.line().open("tr").element("th", id, "scope", "row");
            page.element("td", Integer.toString(failing.size()));
            page.element(
                    "td",
                    failing.stream()
                            .filter(variant -> variant.fails().size() == 1)
                            .map(Variant::name)
                            .collect(Collectors.joining(", ")));
            page.element("td", companion(id, failing));
            page.close();
        }
        page.line().close().close().close();
    }

    private List<Variant> failing(String id) {
        return variants.stream()
                .filter(variant -> variant.fails().containsKey(id))
                .toList();
    }

    /** The other check that fails most often when this one does. */
    private String companion(String id, List<Variant> failing) {
        String best = "";
        int most = 0;
        Set<String> others = new LinkedHashSet<>();
        failing.forEach(variant -> others.addAll(variant.fails().keySet()));
        others.remove(id);
        for (String other : others) {
            int count = (int) failing.stream()
                    .filter(variant -> variant.fails().containsKey(other))
                    .count();
            if (count > most) {
                most = count;
                best = other + ", " + count + " of " + failing.size();
            }
        }
        return best;
    }

    private void equivalents(Markup page) {
        List<Variant> odd = new ArrayList<>(variants);
        odd.removeIf(variant -> variant.because().isEmpty());
        if (odd.isEmpty()) {
            return;
        }
        page.line()
                .element("h2", "Right, or excused, although it does not look so")
                .line()
                .open("ul");
        for (Variant variant : odd) {
            page.line()
                    .open("li")
                    .element("code", variant.name())
                    .text(": " + variant.because())
                    .close();
        }
        page.line().close();
    }
}
