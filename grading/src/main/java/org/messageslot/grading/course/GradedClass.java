// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.util.List;
import java.util.Optional;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Grade;
import org.messageslot.grading.GroupTotal;
import org.messageslot.grading.Points;
import org.messageslot.grading.Run;
import org.messageslot.grading.Verdict;

/**
 * A whole class, graded: what class reports and exports are made from, and from nothing else.
 *
 * @param run what all the grades depend on besides submissions
 * @param roll who handed in what
 * @param graded each submission that counts, with its grade
 * @param missing who is on the roster and handed in nothing, fit to be shown
 * @param strangers who handed in something and is not on the roster; nobody without a roster
 */
public record GradedClass(Run run, Roll roll, List<Graded> graded, List<String> missing, List<Handing> strangers) {

    /** Keep copies of the lists. */
    public GradedClass {
        graded = List.copyOf(graded);
        missing = List.copyOf(missing);
        strangers = List.copyOf(strangers);
    }

    /** {@return the checks that count, in the order of reports; none if nobody handed in anything} */
    public List<CheckDescription> checks() {
        return first().map(
                        grade -> grade.verdicts().stream().map(Verdict::check).toList())
                .orElse(List.of());
    }

    /** {@return the groups of the checks, as anybody's totals have them} */
    public List<GroupTotal> groups() {
        return first().map(Grade::groups).orElse(List.of());
    }

    /** {@return what can be reached without a bonus} */
    public Points maxScore() {
        return first().map(Grade::maxScore).orElse(Points.ZERO);
    }

    private Optional<Grade> first() {
        return graded.stream().findFirst().map(Graded::grade);
    }

    /** {@return those whose grade does not count, because the grader failed} */
    public List<Graded> ungradable() {
        return graded.stream().filter(one -> !one.grade().gradable()).toList();
    }
}
