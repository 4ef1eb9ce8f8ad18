// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.explain;

import java.util.List;
import java.util.Locale;
import org.messageslot.grading.report.HtmlReport;
import org.messageslot.grading.report.Markup;
import org.messageslot.grading.slot.referee.FaultText;
import org.messageslot.grading.slot.referee.FoundSchedule;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.ScenarioReport;
import org.messageslot.grading.slot.referee.ScheduleTrace;

/**
 * What the referee found, as a page: each schedule that went wrong can be stepped through with the arrow keys. It needs no network;
 * without its script all rows are there to be read. What students wrote is only ever text in it.
 */
final class ExplainPage {

    /** No character in it needs escaping, so it is the same for HTML and for XML. */
    private static final String STYLE = """
            body { max-width: 90rem; }
            .schedule { outline-offset: 0.2rem; }
            .schedule table { table-layout: fixed; width: 100%; border-collapse: collapse; }
            .schedule td { vertical-align: top; padding: 0.1rem 0.5rem; overflow-wrap: anywhere; }
            .schedule td code { white-space: pre-wrap; tab-size: 4; }
            .schedule tr.switch td { border-top: 0.2rem solid var(--part); }
            .schedule tr[aria-current] td { background: #fff3b0; color: #000; }
            .values { display: block; font-size: 0.85em; padding-left: 3rem; }
            .steps { position: sticky; top: 0; background: Canvas; padding: 0.5rem 0; border-bottom: 0.1rem solid var(--line); }
            .steps button { font: inherit; padding: 0.2rem 0.8rem; margin-right: 0.4rem; }
            .now { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 0.8rem; margin: 0.4rem 0 0; }
            .now p { margin: 0; }
            @media print { .steps { display: none; } }
            """;

    /** None of its characters would be escaped in HTML or XML. */
    private static final String SCRIPT = """
            function prepare(box) {
              const rows = Array.from(box.querySelectorAll('tbody tr'));
              const places = Array.from(box.querySelectorAll('.now p'));
              const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -rows.length, End: rows.length };
              let at = 0;
              function show(to, scroll) {
                at = Math.max(0, Math.min(rows.length - 1, to));
                rows.forEach(function (row) { row.removeAttribute('aria-current'); });
                rows[at].setAttribute('aria-current', 'step');
                places.forEach(function (place, thread) {
                  const mine = rows.slice(0, at + 1).filter(function (row) { return row.dataset.thread === String(thread); });
                  const state = mine.length === 0 ? 'has not begun' : mine.pop().dataset.state;
                  place.textContent = place.dataset.name + ': ' + state;
                });
                box.querySelector('.count').textContent = 'Step ' + (at + 1) + ' of ' + rows.length;
                if (scroll) { rows[at].scrollIntoView({ block: 'nearest' }); }
              }
              box.addEventListener('keydown', function (event) {
                if (event.key in steps) { event.preventDefault(); show(at + steps[event.key], true); }
              });
              box.querySelector('.back').addEventListener('click', function () { show(at - 1, true); });
              box.querySelector('.on').addEventListener('click', function () { show(at + 1, true); });
              box.querySelector('.steps').hidden = false;
              if (rows.length !== 0) { show(0, false); }
            }
            document.querySelectorAll('.schedule').forEach(prepare);
            """;

    private final Markup page = Markup.html();

    private ExplainPage() {}

    /**
     * Renders what was found.
     *
     * @param name the submission's
     * @param kernel what the guests ran
     * @param reports one for each scenario
     * @return the whole page
     */
    static String render(String name, String kernel, List<ScenarioReport> reports) {
        return new ExplainPage().page(name, kernel, reports);
    }

    private String page(String name, String kernel, List<ScenarioReport> reports) {
        page.open("html", "lang", "en");
        page.head("Schedules of " + name, HtmlReport.style() + STYLE, SCRIPT);
        page.line().open("body").line().open("main");
        page.line().open("h1").text("Schedules of ").element("bdi", name).close();
        page.line().element("p", ExplainText.closing(reports).strip());
        page.line().open("ul");
        for (ScenarioReport report : reports) {
            page.line().open("li").element("strong", report.scenario().title());
            page.text(": " + ExplainText.summary(report)).close();
        }
        page.line().close();
        reports.forEach(report -> report.finding().ifPresent(finding -> finding(report.scenario(), finding)));
        page.line().element("p", kernel, "class", "faint");
        page.line().close().line().element("script", SCRIPT);
        return page.line().close().close().end();
    }

    private void finding(Scenario scenario, FoundSchedule finding) {
        page.line().element("h2", scenario.title());
        if (!ExplainText.headline(finding).isEmpty()) {
            page.line().element("p", ExplainText.headline(finding));
        }
        if (finding.wrong()) {
            page.line().lines("pre", ExplainText.results(scenario, finding), "aria-label", "What the calls returned");
        }
        for (FaultText fault : finding.faults()) {
            page.line().element("p", fault.sentence(), "class", "bad");
            page.line().lines("pre", fault.source(), "aria-label", "The lines");
        }
        if (finding.takesNoSecondThread()) {
            return;
        }
        page.line().open("section", "class", "schedule", "tabindex", "0", "aria-label", "A schedule; arrow keys step");
        steps(scenario);
        table(scenario, finding);
        page.line().close();
    }

    private void steps(Scenario scenario) {
        page.line().open("div", "class", "steps", "hidden", "hidden");
        page.element("button", "Back", "class", "back", "type", "button");
        page.element("button", "Next", "class", "on", "type", "button");
        page.element("span", "", "class", "count", "role", "status");
        page.text(" (arrow keys, Home, End)");
        page.line().open("div", "class", "now");
        for (int i = 0; i < scenario.threads().size(); i++) {
            page.element("p", "", "data-name", "Thread " + Scenario.threadName(i));
        }
        page.close().close();
    }

    private void table(Scenario scenario, FoundSchedule finding) {
        int threads = scenario.threads().size();
        page.line().open("table");
        page.element("caption", ExplainText.preemptions(finding.behaviour()) + ". A thick line is a switch.");
        page.line().open("thead").open("tr");
        for (int i = 0; i < threads; i++) {
            page.element("th", "Thread " + Scenario.threadName(i), "scope", "col");
        }
        page.close().close().line().open("tbody");
        for (ScheduleTrace.TraceRow row : finding.trace().rows()) {
            row(row, threads);
        }
        page.line().close().close();
    }

    private void row(ScheduleTrace.TraceRow row, int threads) {
        page.line()
                .open(
                        "tr",
                        "class",
                        row.switched() ? "switch" : "same",
                        "data-thread",
                        Integer.toString(row.thread()),
                        "data-state",
                        state(row));
        for (int i = 0; i < threads; i++) {
            page.open("td");
            if (i == row.thread()) {
                cell(row);
            }
            page.close();
        }
        page.close();
    }

    private void cell(ScheduleTrace.TraceRow row) {
        String number = row.line()
                .map(line -> String.format(Locale.ROOT, "%4d  ", line.number()))
                .orElse("");
        page.element("code", number + row.text());
        page.text((row.times() > 1 ? " (" + row.times() + " times)" : "") + (row.waits() ? " waits" : ""));
        row.values().forEach(value -> page.element("span", value, "class", "values faint"));
    }

    /** Where a thread is, and what it holds. */
    private static String state(ScheduleTrace.TraceRow row) {
        String where = row.line()
                .map(line -> "in " + line.function() + ", line " + line.number())
                .orElse(row.text());
        String held = row.held().isEmpty() ? "no lock held" : "holds " + String.join(", ", row.held());
        return where + (row.waits() ? ", waiting" : "") + "; " + held;
    }
}
