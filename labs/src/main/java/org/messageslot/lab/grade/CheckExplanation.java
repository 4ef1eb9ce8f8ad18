// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.report.Wrap;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.lab.kernel.OptionalSteps;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.Screen;

/**
 * {@code lab grade --explain}: what a check asks and does.
 *
 * @param screen where it is told
 * @param edition the assignment
 * @param all the checks of which it is one
 * @param rubric the check alone
 * @param id its id
 * @param seed what it varies by
 */
record CheckExplanation(Screen screen, Edition edition, Rubric all, Rubric rubric, String id, long seed) {

    private static final int WIDTH = 80;

    /** Tells it; {@return the exit code} */
    int tell() throws Exception {
        CheckDescription check = rubric.check(id).orElseThrow();
        screen.print("@|bold " + check.id() + "|@");
        indented(check.title());
        for (String clause : check.requirements()) {
            screen.print("  " + clause + "  "
                    + SlotAssignment.SLOT.catalogue().clause(clause).orElse(""));
        }
        indented("Worth " + check.maxPoints().number() + " of " + all.maxScore().number() + " points, in the group "
                + check.group() + ".");
        if (!check.dependsOn().isEmpty()) {
            indented("Only run if these pass: " + String.join(", ", check.dependsOn()) + ".");
        }
        indented("If it fails: " + check.hint());
        screen.print("");
        return tellCalls();
    }

    /** Runs the check on a module that passes it, and shows what it did. */
    private int tellCalls() throws Exception {
        Grader grader = Graders.grader(screen, edition);
        Grader.Wish wish = new Grader.Wish(rubric, 1, seed);
        boolean optional = SlotAssignment.SLOT.steps().stepOf(id)
                > SlotAssignment.SLOT.steps().last();
        screen.print("What it does, on " + (optional ? "a module with the optional steps:" : "the kit's own module:"));
        Grade grade = optional
                ? OptionalSteps.inFolder(folder -> Graders.grade(screen, grader, folder, wish))
                : Graders.grade(screen, grader, Kit.home().resolve("kernel"), wish);
        Outcome outcome = grade.verdicts().get(0).outcome();
        if (outcome.calls().isEmpty()) {
            screen.print("  it makes no calls; it looks at what the compiler said.");
        }
        outcome.calls().forEach(line -> screen.write("  " + line + "\n"));
        return grade.gradable() ? ExitCode.DONE : ExitCode.MISSING;
    }

    /** Prints a sentence within 80 columns. */
    private void indented(String sentence) {
        Wrap.lines("  " + sentence, "  ", WIDTH).forEach(line -> screen.write(line + "\n"));
    }
}
