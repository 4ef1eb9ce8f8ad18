// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.List;

/**
 * A step on the way from nothing to a whole module.
 *
 * @param number its place in the order of teaching, from 1
 * @param title what it is about, in a word or three
 * @param clauses the clauses that it fulfils
 * @param task what is to be done, in a few sentences
 * @param checks the ids of the checks that must pass once it and all steps before it are done
 * @param optional whether it goes beyond the assignment
 */
public record Step(int number, String title, List<String> clauses, String task, List<String> checks, boolean optional) {

    /** Keep copies of the lists. */
    public Step {
        clauses = List.copyOf(clauses);
        checks = List.copyOf(checks);
    }
}
