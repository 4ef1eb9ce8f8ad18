// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.messageslot.grading.BuildResult;
import org.messageslot.grading.Grade;
import org.messageslot.grading.GroupTotal;
import org.messageslot.grading.Points;
import org.messageslot.grading.Status;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.report.HtmlReport;
import org.messageslot.grading.report.Markup;
import org.messageslot.grading.report.Wording;
import org.messageslot.grading.submission.StudentBuild;

/**
 * {@code index.html}: a class on one page, for staff.
 *
 * <p>It needs no network and no other file but the students' pages it links to, and works from {@code file://}. What students
 * wrote is only ever text in it; the one script, which sorts tables, is its own and is named by its hash.
 */
public final class ClassPage {

    /** The file that it is usually kept in. */
    public static final String FILE = "index.html";

    private static final int HARDEST = 12;
    private static final Set<String> NUMBERS =
            Set.of("Score", "Mistakes", "Passed", "Failed", "Crashed", "Hung", "Failed by");

    /** No character in it needs escaping, so it is the same for HTML and for XML. */
    private static final String STYLE = """
            body { max-width: 72rem; }
            nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; list-style: none; padding: 0; }
            a { color: inherit; text-underline-offset: 0.15em; }
            a:focus-visible, button:focus-visible, summary:focus-visible, input:focus-visible, .scroll:focus-visible {
              outline: 0.15rem solid; outline-offset: 0.1rem; }
            .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: 0.6rem; }
            .figures div { background: var(--box); border-radius: 0.3rem; padding: 0.5rem 0.7rem; }
            .figures dt { font-size: 0.85rem; } .figures dd { font-size: 1.35rem; font-weight: 600; margin: 0; }
            .alarm { border: 0.15rem solid var(--bad); border-radius: 0.3rem; padding: 0.2rem 0.9rem 0.6rem; margin: 1rem 0; }
            .alarm h2 { border: 0; margin: 0.4rem 0; color: var(--bad); }
            svg { display: block; width: 100%; height: auto; max-width: 44rem; }
            svg text { fill: var(--ink); font: 12px system-ui, sans-serif; text-anchor: middle; }
            svg .bar { fill: #2f6fb5; } svg .axis { stroke: var(--faint); }
            .rate { display: inline-block; width: 5rem; height: 0.7rem; vertical-align: middle; }
            .rate .all { fill: var(--line); } .rate .part { fill: #2f8f4e; }
            .scroll { overflow-x: auto; }
            th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0;
              cursor: pointer; text-align: inherit; text-decoration: underline dotted; text-underline-offset: 0.2em; }
            th[aria-sort=ascending] button::after { content: " \\25b2"; }
            th[aria-sort=descending] button::after { content: " \\25bc"; }
            thead th { position: sticky; top: 0; background: var(--paper); vertical-align: bottom; }
            table.sortable td, table.sortable th { padding-right: 0.8rem; }
            table.sortable { overflow-wrap: normal; }
            td.time { white-space: nowrap; }
            thead th.number button { text-align: right; }
            td.names { overflow-wrap: anywhere; min-width: 8rem; }
            input { font: inherit; color: inherit; background: var(--box); border: 1px solid var(--faint);
              border-radius: 0.3rem; padding: 0.25rem 0.5rem; max-width: 100%; }
            .skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; background: var(--paper); }
            @media (max-width: 30rem) { svg text { font-size: 19px; } svg text.range { font-size: 15px; } }
            @media print { thead { break-inside: avoid; } nav, .find, .skip { display: none; } thead th { position: static; }
              details::details-content { content-visibility: visible; } .scroll { overflow: visible; }
              svg, .rate, .figures div { print-color-adjust: exact; } table.sortable { font-size: 8.5pt; } }
            """;

    /** Nor has this any character that needs escaping. */
    private static final String SCRIPT = """
            document.querySelectorAll('table.sortable').forEach(function (table) {
              var heads = Array.from(table.tHead.rows[0].cells);
              var body = table.tBodies[0];
              heads.forEach(function (head, column) {
                head.querySelector('button').addEventListener('click', function () {
                  var down = head.getAttribute('aria-sort') === 'ascending';
                  heads.forEach(function (other) { other.removeAttribute('aria-sort'); });
                  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
                  var value = function (row) {
                    return row.cells[column].dataset.sort || row.cells[column].textContent;
                  };
                  var rows = Array.from(body.rows);
                  rows.sort(function (a, b) {
                    var x = value(a);
                    var y = value(b);
                    var order = isNaN(Number(x) - Number(y)) ? x.localeCompare(y) : Number(x) - Number(y);
                    return down ? -order : order;
                  });
                  rows.forEach(function (row) { body.appendChild(row); });
                });
              });
            });
            var find = document.getElementById('find');
            find.addEventListener('input', function () {
              var wanted = find.value.toLowerCase();
              var shown = 0;
              var rows = Array.from(document.getElementById('students-table').tBodies[0].rows);
              rows.forEach(function (row) {
                row.hidden = !row.textContent.toLowerCase().includes(wanted);
                shown += row.hidden ? 0 : 1;
              });
              document.getElementById('found').textContent = shown + ' of ' + rows.length + ' shown';
            });
            """;

    private final GradedClass whole;
    private final Tally tally;
    private final Wording wording;
    private final Markup page = Markup.html();

    private ClassPage(GradedClass whole, Wording wording) {
        this.wording = wording;
        this.whole = whole;
        this.tally = new Tally(whole);
    }

    /**
     * Renders a class.
     *
     * @param whole the class
     * @param wording the assignment's words
     * @return the whole page
     */
    public static String render(GradedClass whole, Wording wording) {
        return new ClassPage(whole, wording).page();
    }

    private String page() {
        page.open("html", "lang", "en");
        page.head("Class report: " + whole.graded().size() + " submissions", HtmlReport.style() + STYLE, SCRIPT);
        page.line().open("body").element("a", "Skip to the students", "class", "skip", "href", "#students");
        page.line().open("main");
        title();
        onTrust();
        ungradable();
        figures();
        distribution();
        mistakes();
        crashes();
        builds();
        clauses();
        checks();
        equal();
        students();
        others();
        page.line().close().line().element("script", SCRIPT);
        return page.line().close().close().end();
    }

    private void title() {
        page.line().open("header").element("h1", "Class report");
        page.element(
                "p",
                String.format(
                        Locale.ROOT,
                        "%s from %s. Edition %s, seed %d, kit %s, Linux %s.",
                        number(whole.graded().size(), "submission"),
                        whole.roll().layout().words(),
                        whole.run().edition(),
                        whole.run().seed(),
                        whole.run().kitVersion(),
                        whole.run().kernelRelease()),
                "class",
                "faint");
        page.line().open("nav", "aria-label", "Sections").open("ul");
        for (String[] section : new String[][] {
            {"scores", "Scores"},
            {"mistakes", "Mistakes"},
            {"crashes", "Crashes"},
            {"builds", "Builds"},
            {"clauses", "Clauses"},
            {"checks", "Checks"},
            {"students", "Students"}
        }) {
            page.open("li").element("a", section[1], "href", "#" + section[0]).close();
        }
        page.close().close().line().close();
    }

    private static String number(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private void onTrust() {
        long trusted = whole.graded().stream()
                .filter(one -> one.grade().submission().remarks().contains(StudentBuild.WITHOUT_SANDBOX))
                .count();
        if (trusted > 0) {
            page.line().open("section", "class", "alarm");
            page.element("h2", number((int) trusted, "submission") + " compiled without a sandbox");
            page.element(
                    "p",
                    "Sources of others were compiled with all rights of the person who graded (--trust-class). A source that"
                            + " misuses this can change any grade on this page.");
            page.close();
        }
    }

    private void ungradable() {
        List<Graded> failed = whole.ungradable();
        if (failed.isEmpty()) {
            return;
        }
        page.line().open("section", "class", "alarm");
        page.element("h2", number(failed.size(), "submission") + " could not be graded");
        page.element(
                "p",
                "The grader failed there, not the students; none of them loses points. Give the same command again to try"
                        + " once more.");
        page.line().open("ul");
        for (Graded one : failed) {
            page.line().open("li");
            link(one);
            page.text(": " + one.grade().ungradableBecause().stream().limit(2).collect(Collectors.joining(" ")));
            page.close();
        }
        page.close().close();
    }

    private void link(Graded one) {
        page.open("a", "href", ClassFolder.page(one.handing()))
                .element("bdi", one.handing().student())
                .close();
        if (!one.handing().name().isEmpty()) {
            page.text(" ").element("bdi", one.handing().name());
        }
    }

    private void figures() {
        page.line().element("h2", "Scores", "id", "scores").line().open("dl", "class", "figures");
        figure("graded", Integer.toString(tally.counted().size()));
        tally.mean().ifPresent(mean -> figure("mean", mean.toPlainString()));
        tally.percentile(50).ifPresent(points -> figure("median", points.toString()));
        tally.percentile(25).ifPresent(points -> figure("lower quarter", points.toString()));
        tally.percentile(75).ifPresent(points -> figure("upper quarter", points.toString()));
        figure("of", whole.maxScore().brief());
        figure(
                "crashed the kernel",
                Long.toString(tally.counted().stream()
                        .filter(one -> one.grade().count(Status.CRASHED) > 0)
                        .count()));
        long forfeit =
                tally.counted().stream().filter(one -> one.grade().isForfeit()).count();
        if (forfeit > 0) {
            figure(Status.TAMPERED.words(), Long.toString(forfeit));
        }
        if (!whole.missing().isEmpty()) {
            figure("missing", Integer.toString(whole.missing().size()));
        }
        page.close();
    }

    private void figure(String label, String text) {
        page.line().open("div").element("dt", label).element("dd", text).close();
    }

    // ---- the distribution, as a drawing that also says its numbers ----

    private static final int WIDE = 660;
    private static final int HIGH = 200;
    private static final int BAR = 60;
    private static final int FLOOR = 165;
    private static final int CEILING = 25;

    private void distribution() {
        List<Integer> bins = tally.distribution();
        int most = Math.max(1, bins.stream().max(Integer::compare).orElse(1));
        String said = java.util.stream.IntStream.range(0, bins.size())
                .mapToObj(bin -> range(bin) + ": " + bins.get(bin))
                .collect(Collectors.joining(", "));
        page.line()
                .open(
                        "svg",
                        "viewBox",
                        "0 0 " + WIDE + " " + HIGH,
                        "role",
                        "img",
                        "aria-label",
                        "How many students have which share of the points. " + said);
        for (int bin = 0; bin < bins.size(); bin++) {
            int high = bins.get(bin) * (FLOOR - CEILING) / most;
            int left = bin * BAR + 4;
            page.line().open("g").element("title", range(bin) + ": " + number(bins.get(bin), "student"));
            rectangle("bar", left, FLOOR - high, BAR - 8, high);
            label("count", left + BAR / 2 - 4, FLOOR - high - 6, Integer.toString(bins.get(bin)));
            label("range", left + BAR / 2 - 4, FLOOR + 18, range(bin));
            page.close();
        }
        page.line()
                .empty("line", "class", "axis", "x1", "0", "x2", "" + WIDE, "y1", "" + FLOOR, "y2", "" + FLOOR)
                .close();
        page.line().element("p", "Students by the share of the points that they have, in percent.", "class", "faint");
    }

    private static String range(int bin) {
        return bin == 10 ? "100" : bin * 10 + "\u2013" + (bin == 9 ? "99" : Integer.toString(bin * 10 + 9));
    }

    private void rectangle(String kind, int x, int y, int width, int height) {
        page.empty("rect", "class", kind, "x", "" + x, "y", "" + y, "width", "" + width, "height", "" + height);
    }

    private void label(String kind, int x, int y, String text) {
        page.element("text", text, "class", kind, "x", "" + x, "y", "" + y);
    }

    // ---- what happened to several students ----

    private void mistakes() {
        page.line().element("h2", "Mistakes", "id", "mistakes");
        clusters(tally.mistakes(), "No submission that counts lost points.");
    }

    private void crashes() {
        List<Cluster> crashes = tally.crashes();
        page.line().element("h2", "Crashes, warnings and hangs of the kernel", "id", "crashes");
        clusters(crashes, "No submission crashed the kernel, made it warn, or made it hang.");
    }

    private void builds() {
        page.line().element("h2", "Builds that failed, and why", "id", "builds");
        clusters(tally.failedBuilds(), "Everything was built.");
    }

    private void equal() {
        List<Cluster> equal = tally.equal();
        if (equal.isEmpty()) {
            return;
        }
        page.line()
                .element("h2", "Submissions that are equal to the byte")
                .line()
                .open("ul");
        for (Cluster cluster : equal) {
            page.line().open("li");
            names(cluster);
            page.close();
        }
        page.close();
    }

    private void clusters(List<Cluster> clusters, String none) {
        if (clusters.isEmpty()) {
            page.line().element("p", none);
        }
        for (Cluster cluster : clusters) {
            page.line().open("details").open("summary");
            page.element("b", number(cluster.whose().size(), "student")).text(": " + cluster.title());
            page.close().open("p");
            names(cluster);
            page.close().close();
        }
    }

    private void names(Cluster cluster) {
        boolean first = true;
        for (Graded one : cluster.whose()) {
            page.text(first ? "" : ", ");
            link(one);
            first = false;
        }
    }

    // ---- checks and clauses ----

    private void clauses() {
        List<Tally.Rate> hardest = tally.clauses(id -> wording.clause(id).orElse(""));
        page.line().element("h2", "The hardest clauses", "id", "clauses");
        if (hardest.isEmpty()) {
            page.line().element("p", "Everybody passed every check of every clause.");
            return;
        }
        rates(
                "Clauses that students failed a check of",
                "Clause",
                hardest.stream().limit(HARDEST).toList());
        if (hardest.size() > HARDEST) {
            page.line()
                    .open("details")
                    .element("summary", "and " + (hardest.size() - HARDEST) + " more")
                    .open("div");
            rates("Further clauses", "Clause", hardest.subList(HARDEST, hardest.size()));
            page.close().close();
        }
    }

    private void checks() {
        page.line().element("h2", "Checks", "id", "checks");
        Map<String, Tally.Rate> rates = tally.checks().stream().collect(Collectors.toMap(Tally.Rate::id, rate -> rate));
        for (GroupTotal group : whole.groups()) {
            List<Tally.Rate> own = whole.checks().stream()
                    .filter(check -> check.group().equals(group.id()))
                    .map(check -> rates.get(check.id()))
                    .toList();
            int passed = own.stream().mapToInt(Tally.Rate::passed).sum();
            int of = own.stream().mapToInt(Tally.Rate::of).sum();
            int percent = of == 0 ? 0 : (int) (100L * passed / of);
            page.line().open("details").open("summary");
            bar(percent);
            page.text(" " + percent + " %  " + group.title()).close();
            rates(group.title(), "Check", own);
            page.close();
        }
    }

    private void rates(String caption, String what, List<Tally.Rate> rates) {
        page.line().open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        page.open("table", "class", "sortable").element("caption", caption);
        heads(what, "What it asks", "Passed", "Failed by");
        for (Tally.Rate rate : rates) {
            page.line()
                    .open("tr")
                    .open("th", "scope", "row")
                    .element("code", rate.id())
                    .close();
            page.element("td", rate.title(), "class", "names");
            page.open("td", "class", "number", "data-sort", "" + rate.percent());
            bar(rate.percent());
            page.text(" " + rate.percent() + " %").close();
            page.element("td", "" + rate.failed(), "class", "number").close();
        }
        page.line().close().close().close();
    }

    private void bar(int percent) {
        page.open(
                "svg", "class", "rate", "viewBox", "0 0 100 10", "preserveAspectRatio", "none", "aria-hidden", "true");
        rectangle("all", 0, 0, 100, 10);
        rectangle("part", 0, 0, percent, 10);
        page.close();
    }

    private void heads(String... titles) {
        page.line().open("thead").open("tr");
        for (String title : titles) {
            page.open("th", "scope", "col", "class", NUMBERS.contains(title) ? "number" : "")
                    .element("button", title, "type", "button")
                    .close();
        }
        page.close().close().line().open("tbody");
    }

    // ---- students ----

    private void students() {
        page.line().element("h2", "Students", "id", "students");
        page.line().open("p", "class", "find").open("label").text("Find ");
        page.empty("input", "id", "find", "type", "search", "autocomplete", "off")
                .close();
        page.text(" ")
                .element("span", "", "id", "found", "role", "status", "class", "faint")
                .close();
        page.line().open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Students");
        page.open("table", "class", "sortable", "id", "students-table");
        page.element("caption", "Everybody's submission that counts; a title sorts by its column");
        heads("Student", "Name", "Score", "Mistakes", "Passed", "Failed", "Crashed", "Hung", "Build", "Handed in");
        whole.graded().forEach(this::student);
        page.line().close().close().close();
    }

    private void student(Graded one) {
        Grade grade = one.grade();
        Handing handing = one.handing();
        Points score = grade.score();
        page.line().open("tr").open("th", "scope", "row", "class", "names");
        page.open("a", "href", ClassFolder.page(handing))
                .element("bdi", handing.student())
                .close()
                .close();
        page.open("td", "class", "names").element("bdi", handing.name()).close();
        page.element(
                "td",
                score == null ? "ungradable" : score.toString(),
                "class",
                score == null ? "number bad" : "number",
                "data-sort",
                score == null ? "-1" : score.number().toPlainString());
        page.element("td", "" + grade.mistakes().size(), "class", "number");
        for (Status status : List.of(Status.PASSED, Status.FAILED, Status.CRASHED, Status.HUNG)) {
            page.element("td", "" + grade.count(status), "class", "number");
        }
        List<String> unbuilt = grade.builds().stream()
                .filter(build -> !build.built())
                .map(BuildResult::part)
                .toList();
        boolean whole = unbuilt.isEmpty() && !grade.builds().isEmpty();
        page.element("td", whole ? "built" : unbuilt.isEmpty() ? "nothing" : "no " + String.join(", ", unbuilt));
        page.element("td", handing.at().map(ClassTable::time).orElse("") + lateness(one), "class", "time");
        page.close();
    }

    /** What the policy took off, or else what the course system says. */
    private static String lateness(Graded one) {
        Points late = one.grade().late();
        if (late.isPositive()) {
            return " (late: -" + late + ")";
        }
        return one.handing().markedLate() ? " (late)" : "";
    }

    private void others() {
        list("On the roster, and handed in nothing", whole.missing());
        list(
                "Handed in something, and not on the roster",
                whole.strangers().stream()
                        .map(one -> (one.student() + " " + one.name()).strip())
                        .toList());
        list(
                "Replaced by a later submission",
                whole.roll().replaced().stream()
                        .map(one -> one.student() + ": " + one.where())
                        .toList());
        list("Left aside, as nobody's submission", whole.roll().strays());
    }

    private void list(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        page.line().element("h2", title + ": " + lines.size()).line().open("ul");
        for (String line : lines) {
            page.line().open("li").element("bdi", line).close();
        }
        page.close();
    }
}
