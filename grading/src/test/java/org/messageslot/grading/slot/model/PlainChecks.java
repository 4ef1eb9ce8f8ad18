// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.SlotEdition;
import org.messageslot.grading.trial.OnlyInGuest;
import org.messageslot.model.ModelKernel;

/** The checks that find a mistake of the model by themselves: they cost points, and do not ask everything at once. */
final class PlainChecks {

    /** Editions that have all checks between them: one without censorship, both ways of it, and the optional steps. */
    static final List<String> EDITIONS = List.of("2024", "2025", "2026", SlotAssignment.EXTENSIONS);

    private static final long SEED = 1;

    private PlainChecks() {}

    static Edition edition(String name) {
        try {
            return SlotAssignment.SLOT.editions().named(name);
        } catch (DataFileException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A check in an edition.
     *
     * @param id the check's
     * @param edition the edition
     */
    record Asked(String id, Edition edition) {}

    /** {@return the checks that cost points and look for one thing, each in an edition that censors and in one that does not} */
    static List<Asked> all() {
        Map<String, Asked> checks = new LinkedHashMap<>();
        for (Edition edition : EDITIONS.stream().map(PlainChecks::edition).toList()) {
            boolean censors = SlotEdition.of(edition).censorEvery() > 0;
            edition.rubric().checks().stream()
                    .filter(PlainChecks::asksOneThing)
                    .forEach(check -> checks.putIfAbsent(check.id() + censors, new Asked(check.id(), edition)));
        }
        return List.copyOf(checks.values());
    }

    /** {@return whether a check costs points, and looks for one thing} */
    static boolean asksOneThing(CheckDescription check) {
        return check.maxPoints().isPositive() && !check.catchAll();
    }

    /** {@return what a check comes to on a model; empty if it cannot run there} */
    static Optional<Outcome> outcome(Edition edition, Function<ModelKernel.Ways, ModelKernel> models, String id) {
        try {
            return Optional.of(new ModelRun(edition, models, CallWatch.NOBODY).of(id, SEED));
        } catch (OnlyInGuest e) {
            return Optional.empty();
        }
    }

    /** {@return whether a check takes points for this: it failed, or the model came to an end where a kernel would crash} */
    static boolean finds(Outcome outcome) {
        return outcome.status() != Status.PASSED && outcome.status() != Status.NOT_JUDGED;
    }
}
