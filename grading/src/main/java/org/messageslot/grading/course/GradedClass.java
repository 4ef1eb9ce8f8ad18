// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.util.List;
import org.messageslot.grading.Run;
import org.messageslot.grading.rubric.Rubric;

/**
 * A whole class, graded: what class reports and exports are made from, and from nothing else.
 *
 * @param run what all the grades depend on besides submissions
 * @param rubric the checks that count
 * @param roll who handed in what
 * @param graded each submission that counts, with its grade
 * @param missing who is on the roster and handed in nothing, fit to be shown
 * @param strangers who handed in something and is not on the roster; nobody without a roster
 */
public record GradedClass(
        Run run, Rubric rubric, Roll roll, List<Graded> graded, List<String> missing, List<Handing> strangers) {

    /** Keep copies of the lists. */
    public GradedClass {
        graded = List.copyOf(graded);
        missing = List.copyOf(missing);
        strangers = List.copyOf(strangers);
    }

    /** {@return those whose grade does not count, because the grader failed} */
    public List<Graded> ungradable() {
        return graded.stream().filter(one -> !one.grade().gradable()).toList();
    }
}
