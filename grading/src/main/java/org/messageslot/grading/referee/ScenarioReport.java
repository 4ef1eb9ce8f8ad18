// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.referee;

import java.util.Optional;

/**
 * What the search in one scenario came to. Immutable.
 *
 * @param scenario the scenario
 * @param preemptions how many preemptions the schedules had at most
 * @param schedules how many of them were tried
 * @param cut whether there are more
 * @param random how many schedules were drawn by chance beside
 * @param finding a schedule that came out wrong
 * @param trouble why there is no result, or not all of it; empty if there is
 */
public record ScenarioReport(
        Scenario scenario,
        int preemptions,
        long schedules,
        boolean cut,
        long random,
        Optional<Finding> finding,
        String trouble) {

    /** {@return whether the search ended without anything wrong, and was a whole one} */
    public boolean isClean() {
        return finding.isEmpty() && trouble.isEmpty();
    }
}
