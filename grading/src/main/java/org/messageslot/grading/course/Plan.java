// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.util.ArrayList;
import java.util.List;

/**
 * Says how a class will be graded: who gets which grade, of which file, handed in when. It is made before anything is built or
 * booted, kept beside the reports, and grading, export and the policy about lateness go by nothing else.
 *
 * @param layout how the class is laid out
 * @param zone the zone that times without an offset were read in; empty if none was named
 * @param rows a row for each submission, then one for each student of the roster who handed in nothing
 * @param strays what belongs to no student, and why it was left aside, fit to be shown
 * @param general doubts about no single row, an extension that is nobody's for example
 */
public record Plan(Layout layout, String zone, List<PlanRow> rows, List<String> strays, List<String> general) {

    /** Keep copies of the lists. */
    public Plan {
        rows = List.copyOf(rows);
        strays = List.copyOf(strays);
        general = List.copyOf(general);
    }

    /** {@return the submissions} */
    public List<PlanRow> submissions() {
        return rows.stream().filter(PlanRow::isSubmission).toList();
    }

    /** {@return who is on the roster and handed in nothing, fit to be shown} */
    public List<String> missing() {
        return rows.stream()
                .filter(row -> !row.isSubmission())
                .map(PlanRow::student)
                .toList();
    }

    /** {@return every doubt that nobody has settled, a sentence each, with the row that it is about} */
    public List<String> openDoubts() {
        List<String> doubts = new ArrayList<>(general);
        for (PlanRow row : rows) {
            String whose = row.student().isEmpty() ? row.submission() : (row.student() + " " + row.name()).strip();
            row.open().forEach(doubt -> doubts.add(whose + ": " + doubt));
        }
        return doubts;
    }
}
