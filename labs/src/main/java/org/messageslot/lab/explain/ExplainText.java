// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.messageslot.grading.report.Wrap;
import org.messageslot.grading.slot.referee.Behaviour;
import org.messageslot.grading.slot.referee.Behaviour.CallId;
import org.messageslot.grading.slot.referee.Behaviour.ScheduleEnd;
import org.messageslot.grading.slot.referee.FaultText;
import org.messageslot.grading.slot.referee.FoundSchedule;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.ScenarioCall;
import org.messageslot.grading.slot.referee.ScenarioReport;
import org.messageslot.grading.trial.Count;

/**
 * Tells what the referee found, for a terminal.
 *
 * @param width how many columns the terminal has
 */
public record ExplainText(int width) {

    private static final int NAME = 24;
    private static final int NARROWEST = 30;

    /** {@return a scenario's name and title, on a line} */
    static String title(Scenario scenario) {
        return String.format(Locale.ROOT, "%-" + NAME + "s %s%n", scenario.name(), scenario.title());
    }

    /** {@return what came of a scenario: a line, and the schedule if one went wrong} */
    public String of(ScenarioReport report) {
        StringBuilder text = new StringBuilder(title(report.scenario()));
        indent(text, 2, summary(report));
        report.finding().ifPresent(finding -> explain(text, report.scenario(), finding));
        return text.toString();
    }

    /** {@return how many schedules were tried, and what came of them} */
    public static String summary(ScenarioReport report) {
        if (!report.trouble().isEmpty()) {
            return report.trouble();
        }
        String many = String.format(
                Locale.ROOT,
                "%,d %s of at most %d %s",
                report.schedules(),
                report.cut() ? "of the schedules" : report.schedules() == 1 ? "schedule" : "schedules",
                report.preemptions(),
                report.preemptions() == 1 ? "preemption" : "preemptions");
        String chance = report.random() == 0 ? "" : String.format(Locale.ROOT, " and %,d by chance", report.random());
        return many + chance + ": " + (report.finding().isEmpty() ? "none wrong." : "WRONG.");
    }

    private void explain(StringBuilder text, Scenario scenario, FoundSchedule finding) {
        text.append('\n');
        String headline = headline(finding);
        if (!headline.isEmpty()) {
            indent(text, 2, headline);
        }
        if (finding.wrong()) {
            results(scenario, finding)
                    .forEach(line -> text.append("    ").append(line).append('\n'));
        }
        for (FaultText fault : finding.faults()) {
            indent(text, 2, fault.sentence());
            fault.source().forEach(line -> text.append("      ").append(line).append('\n'));
        }
        text.append('\n');
        if (!finding.takesNoSecondThread()) {
            schedule(text, scenario, finding);
            text.append('\n');
        }
    }

    /** {@return what is wrong, in a sentence; empty if the faults say it} */
    public static String headline(FoundSchedule finding) {
        if (finding.wrong()) {
            return finding.isAlone()
                    ? "What the calls return is wrong though none meets another; lab grade says what is wanted:"
                    : "No order of these calls, one after the other, returns this:";
        }
        if (finding.takesNoSecondThread()) {
            return "This takes no second thread:";
        }
        return finding.behaviour().end() == ScheduleEnd.DEADLOCK ? "No thread can go on." : "";
    }

    /** {@return what the calls returned, a line each} */
    static List<String> results(Scenario scenario, FoundSchedule finding) {
        Behaviour behaviour = finding.behaviour();
        Map<Long, String> byTime = new TreeMap<>();
        behaviour
                .calls()
                .forEach((id, timed) -> byTime.put(
                        timed.enter() * 4 + id.thread(),
                        Scenario.threadName(id.thread()) + "  " + call(scenario, id) + " returns " + timed.result()));
        List<String> lines = new ArrayList<>(byTime.values());
        List<ScenarioCall> after = scenario.after();
        for (int i = 0; i < behaviour.after().size() && i < after.size(); i++) {
            lines.add("afterwards  " + after.get(i) + " returns "
                    + behaviour.after().get(i));
        }
        return lines;
    }

    private static String call(Scenario scenario, CallId id) {
        List<ScenarioCall> calls = scenario.threads().get(id.thread());
        return id.index() < calls.size() ? calls.get(id.index()).toString() : "a call";
    }

    private void schedule(StringBuilder text, Scenario scenario, FoundSchedule finding) {
        ScheduleColumns columns = new ScheduleColumns(width, scenario.threads().size());
        text.append("  ").append(preemptions(finding.behaviour())).append(", tried again on a fresh kernel:\n\n");
        text.append(columns.heads()).append(columns.rows(finding.trace()));
    }

    /** {@return what is special about the schedule that is shown} */
    static String preemptions(Behaviour behaviour) {
        int count = behaviour.preemptions();
        return "The shortest such schedule, with " + count + (count == 1 ? " preemption" : " preemptions");
    }

    private void indent(StringBuilder text, int by, String sentence) {
        String blanks = " ".repeat(by);
        Wrap.lines(blanks + sentence, blanks, Math.max(NARROWEST, width))
                .forEach(line -> text.append(line).append('\n'));
    }

    /** {@return what all of it means, in a few lines} */
    static String closing(List<ScenarioReport> reports) {
        long wrong =
                reports.stream().filter(report -> report.finding().isPresent()).count();
        long unsearched =
                reports.stream().filter(report -> !report.trouble().isEmpty()).count();
        long schedules = reports.stream()
                .mapToLong(report -> report.schedules() + report.random())
                .sum();
        String counts = String.format(
                Locale.ROOT,
                "%n%,d schedules in %s: %s%s.%n",
                schedules,
                Count.of(reports.size(), "scenario"),
                wrong == 0 ? "none wrong" : wrong + (wrong == 1 ? " scenario goes wrong" : " scenarios go wrong"),
                unsearched == 0 ? "" : ", " + unsearched + " not searched");
        return wrong > 0 || unsearched > 0 ? counts : counts + proof(reports);
    }

    private static String proof(List<ScenarioReport> reports) {
        return reports.stream().anyMatch(ScenarioReport::cut)
                ? "There are more schedules than were tried; --schedules N tries more.\n"
                        + "What this proves: docs/referee.md.\n"
                : "That is every order of these calls with so few preemptions, and no proof of\n"
                        + "more: docs/referee.md.\n";
    }
}
