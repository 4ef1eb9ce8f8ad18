// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.assignment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.messageslot.grading.report.Wording;
import org.messageslot.grading.rubric.Catalogue;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Fields;
import org.messageslot.grading.rubric.Steps;
import org.messageslot.grading.submission.Artifacts;

/**
 * All that the engine does not know by itself of what students are to write: a kernel module that makes a character device, and
 * programs that use it. The guide is {@code docs/another-assignment.md}.
 *
 * <p>Implementations are immutable and thread-safe, and there is one object of each.
 */
public interface Assignment {

    /** {@return what students hand in} */
    Artifacts artifacts();

    /** {@return the classes whose methods are the checks} */
    List<Class<?>> checks();

    /** {@return what the checks ask: their texts, groups and clauses} */
    Catalogue catalogue();

    /** {@return what reports say in the assignment's own words} */
    default Wording wording() {
        return catalogue()::clause;
    }

    /** {@return in which steps the module is written, and by which of them each check must pass} */
    Steps steps();

    /** {@return the years of the assignment} */
    Editions editions();

    /**
     * Reads what only this assignment's editions say.
     *
     * @param file the edition's file; fields that are not read are refused later
     * @return a record of it, which {@link Edition#own} gives back
     * @throws DataFileException if a field says something that cannot be
     */
    Record ownFields(Fields file) throws DataFileException;

    /**
     * Checks that an edition's own fields and its points go together.
     *
     * @param edition the edition
     * @param place the file, as messages name it
     * @throws DataFileException if they do not
     */
    default void check(Edition edition, String place) throws DataFileException {}

    /**
     * Returns the parameters by which the kit's own module serves any edition. A module that declares all of them is given them
     * when it is loaded; students' modules declare none.
     *
     * @param edition the edition
     * @return their names and values, in order; empty if there are none
     */
    default Map<String, Integer> parameters(Edition edition) {
        return Map.of();
    }

    /** {@return what finds the lines of crashes, hangs and leaks; empty if nothing does} */
    default Optional<Explainer> explainer() {
        return Optional.empty();
    }

    /** {@return what a module may hold many of, in the singular, as messages give an example} */
    String element();
}
