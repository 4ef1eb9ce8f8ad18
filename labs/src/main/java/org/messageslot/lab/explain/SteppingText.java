// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.messageslot.grading.report.Wrap;
import org.messageslot.grading.slot.referee.Behaviour;
import org.messageslot.grading.slot.referee.FaultText;
import org.messageslot.grading.slot.referee.FoundSchedule;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.ScenarioCall;
import org.messageslot.grading.slot.referee.ScheduleTrace;
import org.messageslot.grading.slot.referee.Standing;
import org.messageslot.grading.slot.referee.Stepping;
import org.messageslot.grading.slot.referee.Turn;
import org.messageslot.grading.submission.CodeLines.CodeLine;
import org.messageslot.grading.trial.Count;

/**
 * A schedule that is made by hand, for a terminal.
 *
 * @param width how many columns the terminal has
 */
public record SteppingText(int width) {

    private static final String INDENT = "     ";

    /** {@return which calls there are} */
    public String opening(Scenario scenario) {
        StringBuilder text = new StringBuilder(ExplainText.title(scenario));
        if (!scenario.before().isEmpty()) {
            indent(text, "before: " + calls(scenario.before()));
        }
        for (int i = 0; i < scenario.threads().size(); i++) {
            indent(
                    text,
                    Scenario.threadName(i) + ": " + calls(scenario.threads().get(i)));
        }
        indent(text, "afterwards: " + calls(scenario.after()));
        return text.toString();
    }

    /**
     * Reads names of threads.
     *
     * @param typed the names: {@code "A A B"}, also with commas, with nothing between, or in small letters
     * @param scenario whose threads
     * @return the threads' numbers
     * @throws IllegalArgumentException if it is anything else, or there is no such thread; the message is a sentence
     */
    public static List<Integer> threads(String typed, Scenario scenario) {
        List<Integer> threads = new ArrayList<>();
        for (char name : typed.toUpperCase(Locale.ROOT).replaceAll("[ ,]+", "").toCharArray()) {
            if (name < 'A' || name > 'Z') {
                throw new IllegalArgumentException(
                        "Choices are names of threads, such as \"A A B\", not '" + typed + "'.");
            }
            if (name - 'A' >= scenario.threads().size()) {
                throw new IllegalArgumentException("There is no thread " + name + " in " + scenario.name()
                        + "; there are " + (scenario.threads().size() == 2 ? "A and B." : "A, B and C."));
            }
            threads.add(name - 'A');
        }
        return threads;
    }

    private static String calls(List<ScenarioCall> calls) {
        return calls.stream().map(ScenarioCall::toString).collect(Collectors.joining("; "));
    }

    /** {@return what happened since the last choice; empty if nothing did} */
    public String happened(Stepping stepping) {
        ScheduleTrace trace = stepping.sinceLast();
        return trace.rows().isEmpty() ? "" : columns(stepping).rows(trace);
    }

    private ScheduleColumns columns(Stepping stepping) {
        return new ScheduleColumns(width, stepping.scenario().threads().size());
    }

    /** {@return where each thread stands} */
    public String standing(Stepping stepping) {
        StringBuilder text = new StringBuilder();
        text.append("\nChoice ").append(stepping.choices().size() + 1).append('\n');
        for (Standing standing : stepping.standing()) {
            String first = "  " + standing.name() + "  ";
            Wrap.lines(first + sentence(standing), INDENT, width)
                    .forEach(line -> text.append(line).append('\n'));
            if (!standing.held().isEmpty()) {
                Wrap.lines(INDENT + "holds " + String.join(", ", standing.held()), INDENT, width)
                        .forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }

    /** {@return where a thread stands, in words} */
    static String sentence(Standing standing) {
        String call = standing.call().map(ScenarioCall::toString).orElse("");
        String waits = standing.holder().isPresent()
                ? "waits for what " + Scenario.threadName(standing.holder().getAsInt()) + " holds"
                : "waits for a lock";
        return switch (standing.state()) {
            case NOT_BEGUN -> "has not begun; first is " + call;
            case BETWEEN_CALLS -> "is between two calls; next is " + call;
            case DONE -> "is done";
            case IN_CALL ->
                standing.line()
                        .map(line -> "in " + line.function() + ", before " + place(line))
                        .orElse("in " + call);
            case IN_LINE ->
                "in the middle of " + standing.line().map(SteppingText::place).orElse(call);
            case WAITS ->
                waits + standing.line().map(line -> ", in " + place(line)).orElse("");
            case SLEEPS ->
                "sleeps" + standing.line().map(line -> ", in " + place(line)).orElse("");
        };
    }

    private static String place(CodeLine line) {
        return "line " + line.number() + ": " + line.text();
    }

    /** {@return the question who goes on} */
    static String question(Turn turn, int threads) {
        String names = IntStream.range(0, threads)
                .filter(turn::allows)
                .mapToObj(Scenario::threadName)
                .collect(Collectors.joining(" or "));
        return "Who goes on, " + names + "? [" + Scenario.threadName(turn.expected()) + "] ";
    }

    /** {@return the schedule in columns, and what came of it} */
    public String result(Stepping stepping) {
        FoundSchedule result = stepping.result();
        ScheduleColumns columns = columns(stepping);
        StringBuilder text = new StringBuilder();
        text.append(columns.heads()).append(columns.rows(result.trace())).append('\n');
        ExplainText.results(stepping.scenario(), result)
                .forEach(line -> text.append("  ").append(line).append('\n'));
        Wrap.lines(verdict(stepping), "", width)
                .forEach(line -> text.append(line).append('\n'));
        for (FaultText fault : result.faults()) {
            fault.source().forEach(line -> text.append("      ").append(line).append('\n'));
        }
        text.append(choices(stepping)).append('\n');
        return text.toString();
    }

    /** {@return whether what came of it is right, and why; one line} */
    public static String verdict(Stepping stepping) {
        FoundSchedule result = stepping.result();
        if (result.isRight()) {
            String order = stepping.order().map(SteppingText::order).orElse("");
            return "Right: one after the other, in the order " + order + ", the calls return the same.";
        }
        List<String> wrong = new ArrayList<>();
        if (result.wrong()) {
            wrong.add("No order of these calls, one after the other, returns this.");
        }
        result.faults().forEach(fault -> wrong.add(fault.sentence()));
        if (wrong.isEmpty()) {
            wrong.add("The calls do not return.");
        }
        return "WRONG: " + String.join(" ", wrong);
    }

    private static String order(List<Behaviour.CallId> order) {
        return order.stream().map(id -> Scenario.threadName(id.thread())).collect(Collectors.joining(" "));
    }

    /** {@return what was chosen, as {@code --try} takes it} */
    public static String choices(Stepping stepping) {
        int preemptions = stepping.result().behaviour().preemptions();
        return "Choices: "
                + stepping.choices().stream().map(Scenario::threadName).collect(Collectors.joining(" "))
                + " (" + Count.of(preemptions, "preemption") + ")";
    }

    private void indent(StringBuilder text, String sentence) {
        Wrap.lines("  " + sentence, INDENT, width)
                .forEach(line -> text.append(line).append('\n'));
    }
}
