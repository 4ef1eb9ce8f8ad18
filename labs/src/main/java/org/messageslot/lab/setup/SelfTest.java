// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A walk through what the kit is for on this machine, as a report that can be sent to somebody else.
 *
 * @param machine what is walked on, in a line
 * @param results how the steps ended, in their order
 */
record SelfTest(String machine, List<TriedResult> results) {

    /** What a command prints last says most; the doctor prints about so many. */
    private static final int SHOWN_LINES = 25;

    /** The commands, from what the others need to what takes longest. */
    static final List<TriedCommand> STEPS = List.of(
            new TriedCommand("version", "which kit this is", List.of("--version"), "Message Slot Lab"),
            new TriedCommand(
                    "doctor", "what guests and grading need is there", List.of("doctor", "--grading"), "Nothing that"),
            new TriedCommand(
                    "tour",
                    "a module is built, a guest starts, a message goes through",
                    List.of("tour", "--on", "guest", "--yes"),
                    "Read back"),
            new TriedCommand("walk", "a lab holds in a guest", List.of("walk", "--check", "--on", "guest", "00"), ""),
            new TriedCommand(
                    "grade", "the kit's own module has all points", List.of("grade", "kernel"), "100.00 of 100"),
            new TriedCommand(
                    "variants",
                    "a right module, a crash, a hang, a leak and a wrong sender are told apart",
                    List.of(
                            "variants",
                            "--only",
                            "hashtable,no-owner,empty-read-keeps-lock,unload-frees-nothing,sender-cuts-to-100-bytes"),
                    "each lost exactly what it should"),
            new TriedCommand(
                    "explain",
                    "the referee finds nothing in the kit's own module",
                    List.of("explain", "kernel", "first-selects"),
                    "1 scenario: none wrong"));

    /**
     * One command.
     *
     * @param name what the report calls it
     * @param shows what it shows if it goes well
     * @param words the command's words
     * @param expected what its output has in it if it goes well
     */
    record TriedCommand(String name, String shows, List<String> words, String expected) {

        /** {@return the command as a user types it} */
        String command() {
            return "./lab " + String.join(" ", words);
        }
    }

    /**
     * How a step ended.
     *
     * @param step the step
     * @param outcome what its command left behind
     * @param time how long it took
     */
    record TriedResult(TriedCommand step, Tool.ToolAnswer outcome, Duration time) {

        /** {@return whether it went well} */
        boolean isWell() {
            return outcome.exitCode() == 0 && outcome.output().contains(step.expected());
        }

        /** {@return the line of the report} */
        String line() {
            String seconds = String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
            return String.format(
                    Locale.ROOT, "%-6s  %8s  %-9s %s", isWell() ? "ok" : "failed", seconds, step.name(), step.shows());
        }
    }

    /**
     * Walks.
     *
     * @param machine what is walked on
     * @param walk carries a step out
     * @return the report; a step that needs one that failed is tried all the same, for it may say more
     */
    static SelfTest of(String machine, Function<TriedCommand, TriedResult> walk) {
        return new SelfTest(machine, STEPS.stream().map(walk).toList());
    }

    /** {@return the steps that did not go well} */
    List<TriedResult> failures() {
        return results.stream().filter(result -> !result.isWell()).toList();
    }

    /** {@return the whole report: the machine, a line for each step, and what the steps printed last} */
    String text() {
        List<String> lines = new ArrayList<>(List.of("Message Slot Lab: self-test", machine, ""));
        results.forEach(result -> lines.add(result.line()));
        lines.addAll(List.of("", "What the steps printed last:"));
        results.forEach(result -> lines.addAll(List.of("", "$ " + result.step().command(), tail(result))));
        return String.join("\n", lines) + "\n";
    }

    private static String tail(TriedResult result) {
        List<String> lines = result.outcome().output().lines().toList();
        String end = lines.stream()
                .skip(Math.max(0, lines.size() - SHOWN_LINES))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        return end + "(exit code " + result.outcome().exitCode() + ")";
    }
}
