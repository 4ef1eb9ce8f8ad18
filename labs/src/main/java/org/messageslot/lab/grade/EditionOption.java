// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.SlotAssignment;
import picocli.CommandLine.Option;

/** The option {@code --edition}: by which year's assignment is judged. */
public final class EditionOption {

    @Option(
            names = {"-e", "--edition"},
            paramLabel = "EDITION",
            description = "The year, extensions (with the optional steps), or a file with an edition of your own"
                    + " (default: ${DEFAULT-VALUE}).")
    private String name = SlotAssignment.DEFAULT_EDITION;

    /** {@return the name of an edition of the kit, or of a file} */
    public String name() {
        return name;
    }

    /**
     * Finds the edition.
     *
     * @return the edition
     * @throws DataFileException if there is no such edition, or its file is wrong
     */
    public Edition edition() throws DataFileException {
        return SlotAssignment.SLOT.editions().find(name);
    }
}
