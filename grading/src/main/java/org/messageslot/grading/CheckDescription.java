// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import java.util.List;

/**
 * Holds what the rubric says of one check: everything but how it is made.
 *
 * @param id the name by which all cite it, in kebab-case: {@code write-length-128}
 * @param group the group that its points are counted in
 * @param title the check as a question or a claim
 * @param requirements the clauses that it looks at, {@code R-W1} for example; at least one
 * @param maxPoints what passing it earns
 * @param visibility how much of it its student gets to see
 * @param hint what to look at if it fails, as a teacher would say it
 * @param dependsOn the checks without which it means nothing: if one of them does not pass, this one is not run
 * @param conditions under which it is made
 * @param essential whether nothing that needs this check works without what it asks for: what needs it is lost with it
 * @param catchAll whether it asks everything at once: it costs points only if no other check found anything
 */
public record CheckDescription(
        String id,
        String group,
        String title,
        List<String> requirements,
        Points maxPoints,
        Visibility visibility,
        String hint,
        List<String> dependsOn,
        Conditions conditions,
        boolean essential,
        boolean catchAll) {

    /** Keep copies of the lists. */
    public CheckDescription {
        requirements = List.copyOf(requirements);
        dependsOn = List.copyOf(dependsOn);
    }

    /** {@return this check with other dependencies} */
    public CheckDescription withDependsOn(List<String> others) {
        return new CheckDescription(
                id, group, title, requirements, maxPoints, visibility, hint, others, conditions, essential, catchAll);
    }
}
