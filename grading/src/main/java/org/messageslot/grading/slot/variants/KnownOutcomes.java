// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.trial.Candidate;
import org.messageslot.grading.trial.CheckMethods;
import org.messageslot.grading.trial.Program;

/**
 * Outcomes of this run, by all that they depend on: a check of one binary in one edition is run once, however many variants
 * have that binary. Seed and kernel are the run's.
 *
 * <p>Thread-safe.
 */
final class KnownOutcomes {

    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    Optional<Outcome> find(String check, Candidate candidate, Edition edition) {
        return Optional.ofNullable(outcomes.get(key(check, candidate, edition)));
    }

    /** Remembers what came of a check, unless it was not run. */
    void keep(String check, Candidate candidate, Edition edition, Outcome outcome) {
        if (outcome.status() != Status.NOT_RUN && outcome.status() != Status.UNGRADABLE) {
            outcomes.put(key(check, candidate, edition), outcome);
        }
    }

    private static String key(String check, Candidate candidate, Edition edition) {
        StringBuilder key = new StringBuilder(edition.name() + " " + check);
        for (Role need : CheckMethods.of(SlotAssignment.SLOT).needs(check)) {
            boolean isModule = need.equals(SlotArtifacts.MODULE);
            Optional<byte[]> image =
                    isModule ? candidate.module() : candidate.program(need).map(Program::bytes);
            key.append(' ').append(image.map(DigestUtils::sha256Hex).orElse("none"));
            if (isModule) {
                key.append(' ').append(candidate.numbers());
            } else {
                Role source = candidate.program(need).map(Program::role).orElse(need);
                Part part = candidate.parts().get(source);
                key.append(' ').append(part == null ? 0 : part.warnings());
            }
        }
        return key.toString();
    }
}
