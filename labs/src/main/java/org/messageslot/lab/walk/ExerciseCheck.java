// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.lab.desk.DeskOrder;

/**
 * Asks an exercise's checks what is still wrong.
 *
 * <p>An answer may be built in several attempts, so what was done since the exercise began counts; and a mistake may be
 * made good by doing all of it anew, so what was done since the last attempt counts, too. Either will do.
 */
final class ExerciseCheck {

    /** As long as a snippet may take: a check may build a module and search it. */
    private static final int SECONDS = 300;

    private final WalkthroughStep.Exercise exercise;
    private final Session session;
    private final List<Walkthrough.SourceLine> broken = new ArrayList<>();
    private final List<String> faults;

    ExerciseCheck(WalkthroughStep.Exercise exercise, Session session) {
        this.exercise = exercise;
        this.session = session;
        List<String> ofAll = look(DeskOrder.LOOK_AT_ALL);
        List<String> ofLast = ofAll.isEmpty() ? ofAll : look(DeskOrder.LOOK_AT_LAST_ATTEMPT);
        session.run(DeskOrder.END_ATTEMPT.java(), SECONDS);
        faults = ofLast.size() < ofAll.size() ? ofLast : ofAll;
    }

    private List<String> look(DeskOrder scope) {
        session.run(scope.java(), SECONDS);
        List<String> found = new ArrayList<>();
        for (Walkthrough.SourceLine check : exercise.checks()) {
            SnippetResult outcome = session.run(check.text(), SECONDS);
            if (outcome.ending() instanceof SnippetResult.Value value
                    && value.text().startsWith("\"")) {
                String fault = WalkthroughCheck.unquoted(value);
                found.addAll(fault.isEmpty() ? List.of() : List.of(fault));
            } else if (outcome.ending() instanceof SnippetResult.Thrown thrown) {
                found.add("The check ended with " + thrown.type() + ": " + thrown.message());
            } else {
                broken.add(check);
                found.add("The check itself does not work: " + outcome.describe());
            }
        }
        return found.stream().distinct().toList();
    }

    /** {@return what is still wrong, a sentence each; empty if the exercise is solved} */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** {@return checks that are not expressions of type String} */
    List<Walkthrough.SourceLine> broken() {
        return List.copyOf(broken);
    }
}
