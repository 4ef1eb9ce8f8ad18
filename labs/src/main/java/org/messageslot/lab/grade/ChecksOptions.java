// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotAssignment;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which checks run: {@code --edition}, {@code --only} and {@code --upto}. */
public final class ChecksOptions {

    @Mixin
    private final EditionOption edition = new EditionOption();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CHECK|GROUP",
            description =
                    "Run these checks and groups only; lab checks lists them. Where a group is called as a check is,"
                            + " GROUP/CHECK names the check alone.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--upto",
            paramLabel = "N",
            description =
                    "Run only the checks that must pass after step N of lab skeleton, 1 to 8; or 9 to 11, which are"
                            + " optional.")
    private @Nullable Integer upTo;

    /**
     * Finds the edition.
     *
     * @return the edition
     * @throws DataFileException if there is no such edition, or its file is wrong
     */
    public Edition edition() throws DataFileException {
        return edition.edition();
    }

    /**
     * Chooses those of an edition's checks that are asked for; a check of an optional step needs only be named.
     *
     * @param chosen the edition
     * @return the checks
     * @throws DataFileException if there is no such check, group or step
     */
    public Rubric rubric(Edition chosen) throws DataFileException {
        Set<String> names = new LinkedHashSet<>(only);
        if (upTo == null) {
            return chosen.rubricOf(names);
        }
        Rubric all = chosen.rubricFor(upTo);
        return SlotAssignment.SLOT.steps().upTo(names.isEmpty() ? all : all.only(names), upTo);
    }

    /** {@return the last step whose checks are asked for; empty if others are, or not all of them} */
    Optional<Integer> wholeStep() {
        return only.isEmpty() ? Optional.ofNullable(upTo) : Optional.empty();
    }
}
