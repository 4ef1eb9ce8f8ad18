// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.util.stream.Stream;
import org.messageslot.grading.slot.referee.FaultText;
import org.messageslot.grading.slot.referee.FoundSchedule;
import org.messageslot.grading.slot.referee.Referee;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.ScenarioReport;
import org.messageslot.grading.slot.referee.Watched;
import org.messageslot.lab.explain.ExplainText;
import org.messageslot.lab.explain.WatchedModule;
import org.messageslot.lab.terminal.Screen;

/**
 * Tells what a search for a schedule came to, for a script. Immutable.
 *
 * @param report what was found
 */
public record Searched(ScenarioReport report) {

    static Searched of(Watched watched, Scenario scenario) throws Exception {
        Referee referee = new Referee(watched, Referee.Effort.standard());
        return WatchedModule.explained(() -> new Searched(
                Screen.standard().working("searching " + scenario.name(), progress -> referee.search(scenario))));
    }

    /** {@return whether it was a whole search, and nothing was wrong} */
    public boolean isEmpty() {
        return report.isClean();
    }

    /** Prints the shortest schedule that is wrong, if there is one, as {@code lab explain} does. */
    public void show() {
        System.out.print(new ExplainText(Screen.standard().width()).of(report));
    }

    /** What is wrong, in a sentence or two. */
    String reason() {
        Stream<String> faults = report.finding().stream()
                .flatMap(found -> found.faults().stream())
                .map(FaultText::sentence);
        String headline = report.finding().map(ExplainText::headline).orElse("");
        String wrong = report.finding().filter(FoundSchedule::wrong).isPresent() ? headline.replace(":", ".") : "";
        return Stream.concat(Stream.of(toString(), wrong), faults)
                .filter(text -> !text.isEmpty())
                .reduce((one, other) -> one + " " + other)
                .orElseThrow();
    }

    /** {@return how many schedules were tried, and whether one was wrong} */
    @Override
    public String toString() {
        return ExplainText.summary(report);
    }
}
