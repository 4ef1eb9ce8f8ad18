// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.course;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.messageslot.grading.course.report.ClassComparison;
import org.messageslot.lab.grade.FinishedClass;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lab compare}: what differs between two gradings of a class. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Say what differs between two gradings of a class, student by student and check by check.",
        footer = {
            "",
            "Examples:",
            "  lab grade class.zip --out before",
            "  lab grade class.zip --out after --edition mine.json",
            "  lab compare before after",
            "",
            "Exit codes: 0 all students have the same grade in both; 1 some have not;",
            "  2 wrong usage, or no graded class is there."
        })
public final class CompareCommand implements Callable<Integer> {

    private static final int MOST_CHECKS = 8;

    @Parameters(index = "0", paramLabel = "OLD", description = "The folder of the older one.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path older;

    @Parameters(index = "1", paramLabel = "NEW", description = "The folder of the newer one.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path newer;

    @Override
    public Integer call() {
        ClassComparison comparison = ClassComparison.of(FinishedClass.in(older), FinishedClass.in(newer));
        Screen screen = Screen.standard();
        if (comparison.otherRules()) {
            screen.print("They were graded under different conditions: edition, points, seed, kit or kernel.");
        }
        for (ClassComparison.StudentChange change : comparison.changes()) {
            screen.write(change.student() + ": " + change.before() + " -> " + change.after()
                    + (change.otherContent() ? ", of another submission" : "") + "\n");
            change.checks().stream().limit(MOST_CHECKS).forEach(line -> screen.write("  " + line + "\n"));
            if (change.checks().size() > MOST_CHECKS) {
                screen.write("  and " + (change.checks().size() - MOST_CHECKS) + " more checks\n");
            }
        }
        list(screen, "Only in " + older, comparison.onlyOld());
        list(screen, "Only in " + newer, comparison.onlyNew());
        screen.write(comparison.alike() + " alike, " + comparison.changes().size() + " changed.\n");
        boolean same = comparison.changes().isEmpty()
                && comparison.onlyOld().isEmpty()
                && comparison.onlyNew().isEmpty();
        return same ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void list(Screen screen, String title, List<String> students) {
        if (!students.isEmpty()) {
            screen.write(title + ": " + String.join(", ", students) + "\n");
        }
    }
}
