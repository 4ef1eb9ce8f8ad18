// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.counter;

import java.util.List;
import org.messageslot.grading.assignment.Assignment;
import org.messageslot.grading.assignment.Editions;
import org.messageslot.grading.rubric.Catalogue;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Fields;
import org.messageslot.grading.rubric.Steps;
import org.messageslot.grading.submission.Artifacts;

/** The assignment of docs/another-assignment.md: a device that counts how often it is read. */
final class CounterAssignment implements Assignment {

    /** The ioctl command that sets the step, as the checks are written. */
    static final Artifacts.IoctlCommand STEP = new Artifacts.IoctlCommand("COUNTER_STEP", 0x4004_EC00L, "", true);

    static final CounterAssignment COUNTER = new CounterAssignment();

    private final Catalogue catalogue = Catalogue.beside(CounterAssignment.class);

    private CounterAssignment() {}

    /**
     * What only editions of this assignment say.
     *
     * @param longestStep the largest step, at least 2
     */
    record CounterEdition(int longestStep) {}

    @Override
    public Artifacts artifacts() {
        return Artifacts.of("counter", "counter.c")
                .header("counter.h", "COUNTER_MAJOR")
                .command(STEP)
                .build();
    }

    @Override
    public List<Class<?>> checks() {
        return List.of(CounterChecks.class);
    }

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public Steps steps() {
        return Steps.beside(CounterAssignment.class, catalogue);
    }

    @Override
    public Editions editions() {
        return new Editions(this, List.of("2026"), "2026", "2026");
    }

    @Override
    public CounterEdition ownFields(Fields file) throws DataFileException {
        return new CounterEdition(file.integer("longestStep", 2, 1_000_000));
    }

    @Override
    public String element() {
        return "read";
    }

    @Override
    public String toString() {
        return "counter";
    }
}
