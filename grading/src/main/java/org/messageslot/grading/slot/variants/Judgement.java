// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;

/**
 * Holds what the grader said of a variant.
 *
 * @param variant the variant
 * @param outcomes what each check of its rubric came to, by id
 * @param milliseconds how long that took
 */
public record Judgement(Variant variant, Map<String, Outcome> outcomes, long milliseconds) {

    /** Keep a copy of the map. */
    public Judgement {
        outcomes = Map.copyOf(outcomes);
    }

    /**
     * Compares with what was promised.
     *
     * @return a line for each check that ended otherwise; empty if all is as promised
     */
    public List<String> surprises() {
        List<String> surprises = new ArrayList<>();
        for (CheckDescription check : variant.rubric().checks()) {
            surprise(check.id()).ifPresent(words -> surprises.add(variant.name() + ": " + check.id() + " " + words));
        }
        return surprises;
    }

    private Optional<String> surprise(String id) {
        Outcome outcome = Objects.requireNonNull(outcomes.get(id));
        Status status = outcome.status();
        Optional<Status> promised = variant.fails().getOrDefault(id, Optional.empty());
        boolean promisedToFail = variant.fails().containsKey(id);
        if (status == Status.UNGRADABLE) {
            return Optional.of("could not be judged: " + outcome.message());
        }
        if (promisedToFail && status == Status.PASSED) {
            return Optional.of("passes, and should fail");
        }
        if (promisedToFail && status == Status.NOT_RUN) {
            return Optional.of("is not run, for it needs another check that fails: promise that one only");
        }
        if (promisedToFail && status == Status.NOT_JUDGED) {
            return Optional.of(
                    "is not judged, for a step that it needs goes wrong: promise the checks that ask about it"
                            + " only. " + outcome.message());
        }
        if (!promisedToFail && status.isFailure()) {
            return Optional.of("should pass, and " + words(outcome));
        }
        return promised.isPresent() && promised.get() != status
                ? Optional.of("should end '" + promised.get().words() + "', and " + words(outcome))
                : Optional.empty();
    }

    private static String words(Outcome outcome) {
        return outcome.status().words() + ": " + outcome.message()
                + (outcome.wanted().isEmpty() ? "" : " Wanted " + outcome.wanted() + "; got " + outcome.got() + ".");
    }
}
