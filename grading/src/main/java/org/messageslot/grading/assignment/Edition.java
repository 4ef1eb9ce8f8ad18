// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.assignment;

import java.util.Set;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Steps;

/**
 * One year's assignment: what differs between years, as data.
 *
 * @param assignment of which assignment it is a year
 * @param name the edition's name, {@code 2024} for example
 * @param title what sets it apart, in a few words
 * @param major the major number that a module registers, 1 to 511
 * @param own what only editions of this assignment say
 * @param programs which language's programs are judged where a submission brings both; the other's stand in for missing ones
 * @param rubric the checks that count, and their points
 */
public record Edition(
        Assignment assignment,
        String name,
        String title,
        int major,
        Record own,
        ProgramLanguage programs,
        Rubric rubric) {

    /** The languages that programs are written in. */
    public enum ProgramLanguage {
        /** C. */
        C,
        /** Java. */
        JAVA
    }

    /**
     * Gets the checks for practice up to a step: after an optional step, those of the optional steps come to the edition's own.
     *
     * @param step the number of a step
     * @return the checks, those of later steps included
     */
    public Rubric rubricFor(int step) {
        Steps steps = assignment.steps();
        return step > steps.last()
                ? rubric.with(
                        assignment.editions().withOptionalSteps().rubric(),
                        check -> steps.stepOf(check.id()) > steps.last())
                : rubric;
    }

    /**
     * Chooses checks by the names that a user gives; a check of an optional step needs only be named.
     *
     * @param names ids of checks and of groups; none for all that this edition counts
     * @return the checks
     * @throws DataFileException if a name is unknown
     */
    public Rubric rubricOf(Set<String> names) throws DataFileException {
        return names.isEmpty()
                ? rubric
                : rubricFor(assignment.steps().all().size()).only(names);
    }
}
