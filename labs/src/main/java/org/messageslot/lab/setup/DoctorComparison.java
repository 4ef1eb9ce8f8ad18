// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Machines beside each other: what not all of them have alike, each answer with the machines that gave it.
 *
 * @param answers of each machine, by its name: what it says to each thing looked for
 */
record DoctorComparison(Map<String, Map<String, String>> answers) {

    private static final String NOTHING = "not looked for";

    /**
     * Lays reports beside each other.
     *
     * @param reports by the name that the machine shall have in the result
     */
    static DoctorComparison of(Map<String, DoctorReport> reports) {
        Map<String, Map<String, String>> answers = new LinkedHashMap<>();
        reports.forEach((name, report) -> answers.put(name, answers(report)));
        return new DoctorComparison(answers);
    }

    private static Map<String, String> answers(DoctorReport report) {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("system", report.machine().system());
        answers.put("kernel", report.machine().kernel());
        answers.put("processor", report.machine().processor());
        for (DoctorReport.FindingLine line : report.findings()) {
            answers.put(line.what(), line.state() + ": " + lasting(line.detail()));
        }
        return answers;
    }

    /** The room on a disk differs from one minute to the next. */
    private static String lasting(String detail) {
        return detail.replaceAll("\\d+ MB free", "room");
    }

    /** {@return the things that differ, in the order in which the doctor looks for them; of each, who says what} */
    Map<String, Map<String, List<String>>> differences() {
        Map<String, Map<String, List<String>>> byThing = new LinkedHashMap<>();
        answers.values().forEach(answer -> answer.keySet().forEach(thing -> byThing.put(thing, new TreeMap<>())));
        byThing.forEach((thing, saying) -> answers.forEach((machine, answer) -> saying.computeIfAbsent(
                        answer.getOrDefault(thing, NOTHING), unused -> new ArrayList<>())
                .add(machine)));
        byThing.values().removeIf(saying -> saying.size() == 1);
        return byThing;
    }

    /** {@return the result as text} */
    String text() {
        Map<String, Map<String, List<String>>> differences = differences();
        StringBuilder text = new StringBuilder();
        differences.forEach((thing, saying) -> {
            text.append(thing).append('\n');
            saying.forEach((answer, machines) -> text.append("  ")
                    .append(String.join(", ", machines))
                    .append(": ")
                    .append(answer)
                    .append('\n'));
        });
        return text.append(answers.size())
                .append(" machines; ")
                .append(differences.isEmpty() ? "they are alike.\n" : differences.size() + " differences.\n")
                .toString();
    }
}
