// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.Optional;

/**
 * Reports the search in one scenario. Immutable.
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
        Optional<FoundSchedule> finding,
        String trouble) {

    /** {@return that a scenario was not searched, and why} */
    static ScenarioReport unsearched(Scenario scenario, String trouble) {
        return new ScenarioReport(scenario, 0, 0, false, 0, Optional.empty(), trouble);
    }

    /** {@return whether more schedules may tell more: nothing was found yet, or only what takes no second thread} */
    boolean leavesAQuestion() {
        return trouble.isEmpty()
                && finding.map(FoundSchedule::takesNoSecondThread).orElse(true);
    }

    /**
     * Keeps what was found before, if this has found nothing.
     *
     * @param earlier what was found before
     */
    ScenarioReport keeping(Optional<FoundSchedule> earlier) {
        return new ScenarioReport(scenario, preemptions, schedules, cut, random, finding.or(() -> earlier), trouble);
    }

    /**
     * Counts these schedules as drawn by chance.
     *
     * @param systematic the search before
     */
    ScenarioReport beside(ScenarioReport systematic) {
        return new ScenarioReport(
                scenario,
                systematic.preemptions(),
                systematic.schedules(),
                systematic.cut(),
                schedules,
                finding.or(systematic::finding),
                trouble);
    }

    /** {@return whether the search ended without anything wrong, and was a whole one} */
    public boolean isClean() {
        return finding.isEmpty() && trouble.isEmpty();
    }
}
