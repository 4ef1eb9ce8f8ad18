// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
    private static final String STYLE = resource("class-page.css");

    /** Nor has this any character that needs escaping. */
    private static final String SCRIPT = resource("class-page.js");

    private final GradedClass whole;
    private final Tally tally;
    private final Wording wording;
    private final Markup page = Markup.html();

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(ClassPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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
        ScoreDistribution.draw(page, tally.distribution());
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

    static String number(int count, String what) {
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
        page.empty("rect", "class", "all", "width", "100", "height", "10");
        page.empty("rect", "class", "part", "width", "" + percent, "height", "10");
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
