// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.messageslot.grading.assignment.Assignment;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.assignment.Editions;
import org.messageslot.grading.assignment.Explainer;
import org.messageslot.grading.report.Wording;
import org.messageslot.grading.rubric.Catalogue;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Fields;
import org.messageslot.grading.rubric.Group;
import org.messageslot.grading.rubric.Steps;
import org.messageslot.grading.slot.checks.Checks;
import org.messageslot.grading.slot.referee.RefereeExplainer;
import org.messageslot.grading.submission.Artifacts;

/** The message slot, as the engine is told of it. Immutable and thread-safe. */
public final class SlotAssignment implements Assignment {

    /** The edition that is graded by if none is named. */
    public static final String DEFAULT_EDITION = "2024";

    /** The edition that counts the optional steps, too. */
    public static final String EXTENSIONS = "extensions";

    /** The only one. */
    public static final SlotAssignment SLOT = new SlotAssignment();

    private static final List<String> YEARS = List.of("2020", "2021", "2022", "2024", "2025", "2026");

    private final Catalogue catalogue = Catalogue.beside(SlotAssignment.class);
    private final Steps steps = Steps.beside(SlotAssignment.class, catalogue);

    private SlotAssignment() {}

    @Override
    public Artifacts artifacts() {
        return SlotArtifacts.ALL;
    }

    @Override
    public List<Class<?>> checks() {
        return Checks.SECTIONS;
    }

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public Wording wording() {
        return new SlotWording(catalogue);
    }

    @Override
    public Steps steps() {
        return steps;
    }

    @Override
    public Editions editions() {
        return new Editions(this, YEARS, DEFAULT_EDITION, EXTENSIONS);
    }

    @Override
    public SlotEdition ownFields(Fields file) throws DataFileException {
        return SlotEdition.read(file);
    }

    @Override
    public void check(Edition edition, String place) throws DataFileException {
        SlotEdition.of(edition)
                .check(edition.rubric().groups().stream().map(Group::id).collect(Collectors.toSet()), place);
    }

    @Override
    public Map<String, Integer> parameters(Edition edition) {
        Map<String, Integer> parameters = new LinkedHashMap<>();
        parameters.put("major", edition.major());
        parameters.put("censor_every", SlotEdition.of(edition).censorEvery());
        return parameters;
    }

    @Override
    public Optional<Explainer> explainer() {
        return Optional.of(new RefereeExplainer());
    }

    @Override
    public String element() {
        return "channel";
    }

    @Override
    public String toString() {
        return artifacts().device();
    }
}
