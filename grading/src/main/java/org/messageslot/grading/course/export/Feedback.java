// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.export;

import java.util.List;
import java.util.stream.Collectors;
import org.messageslot.grading.Grade;
import org.messageslot.grading.GroupTotal;
import org.messageslot.grading.report.Redaction;
import org.messageslot.grading.report.Visible;

/** A grade in so few words that they fit into a cell. */
final class Feedback {

    private static final int MOST = 8;

    private Feedback() {}

    /** {@return what the student may know, in one line; nothing in it is markup or a formula} */
    static String oneCell(Grade grade) {
        Grade shown = Redaction.forStudent(grade);
        List<String> lost = shown.groups().stream()
                .filter(group -> !group.bonus() && group.points().compareTo(group.maxPoints()) < 0)
                .map(Feedback::lost)
                .toList();
        String most = lost.stream().limit(MOST).collect(Collectors.joining("; "));
        String more = lost.size() > MOST ? "; and " + (lost.size() - MOST) + " groups more" : "";
        String crash =
                shown.penalty().isPositive() ? " " + shown.penaltyReason() + " costs " + shown.penalty() + "." : "";
        String late = shown.late().isPositive() ? " Handing in late costs " + shown.late() + "." : "";
        return Visible.line(shown.headline() + " points."
                + (lost.isEmpty() ? " Everything passed." : " Lost: " + most + more + ".")
                + crash
                + late
                + " The feedback file has every check.");
    }

    private static String lost(GroupTotal group) {
        return group.title() + " (" + group.points() + " of "
                + group.maxPoints().brief() + ")";
    }
}
