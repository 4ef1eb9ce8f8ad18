// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.IOException;
import java.nio.file.Path;
import org.messageslot.grading.Grade;
import org.messageslot.grading.SourceCoverage;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.report.Reports;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/**
 * Tells the staff of a class which lines of the model solution, the kit's own module, none of the checks reaches by which the class is
 * graded.
 *
 * @param screen where that is told
 * @param edition the class's assignment
 * @param wish the class's checks
 */
record ModelCoverage(Screen screen, Edition edition, Grader.Wish wish) {

    private static final String FOLDER = "model";

    /** Writes the model's reports beside those of the class. */
    void write(Path out) throws Exception {
        Grader grader = Graders.grader(screen, edition);
        Grade grade = Graders.grade(screen, grader, Kit.home().resolve("kernel"), wish.withCoverage(true));
        Path folder = out.resolve(FOLDER);
        try {
            Reports.write(folder, grade, SlotAssignment.SLOT.wording());
        } catch (IOException e) {
            throw LabException.missing("the model's reports cannot be written to " + folder + ": " + e.getMessage());
        }
        SourceCoverage coverage = grade.coverage();
        if (coverage != null) {
            screen.note("Of the model solution: " + String.join(" ", coverage.sentences()) + " See " + folder + ".");
        }
    }
}
