// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.IOException;
import java.nio.file.Path;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.report.ClassFile;
import org.messageslot.lab.terminal.LabException;

/** Reads a class that was graded. */
public final class FinishedClass {

    private FinishedClass() {}

    /**
     * Reads a graded class.
     *
     * @param folder the folder that {@code lab grade --out} wrote
     * @throws LabException if there is no graded class in it, or it cannot be read
     */
    public static GradedClass in(Path folder) {
        try {
            return ClassFile.read(folder);
        } catch (ClassException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw LabException.missing("the graded class in " + folder + " cannot be read: " + e.getMessage());
        }
    }
}
