// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.messageslot.grading.submission.Part.PartState;

/**
 * A part as it comes from a compiler, its files still in memory.
 *
 * @param part what became of it
 * @param files what was made, by name in the build's folder
 * @param remarks whole sentences
 */
record Product(Part part, Map<String, byte[]> files, List<String> remarks) {

    static Product missing(Role role) {
        return new Product(
                new Part(PartState.MISSING, "", 0, "The submission has no " + role.fileName() + "."),
                Map.of(),
                List.of());
    }

    static Product failed(Sandbox.JobResult outcome, List<String> remarks) {
        Part part = new Part(PartState.FAILED, "", Workshop.warnings(outcome), Workshop.words(outcome));
        return new Product(part, Map.of(), remarks);
    }

    /** {@return a part that was made; one that failed if a file of it is larger than guests take} */
    static Product built(Sandbox.JobResult outcome, String artifact, Map<String, byte[]> files, List<String> remarks) {
        Optional<String> excess = files.entrySet().stream()
                .filter(file -> file.getValue().length > SubmissionLimits.PRODUCT)
                .map(file -> file.getKey() + " has " + file.getValue().length + " bytes, and "
                        + SubmissionLimits.PRODUCT + " is the most that is taken; make its data smaller.")
                .findFirst();
        if (excess.isPresent()) {
            return new Product(
                    new Part(PartState.FAILED, "", Workshop.warnings(outcome), excess.get()), Map.of(), remarks);
        }
        Part part = new Part(PartState.BUILT, artifact, Workshop.warnings(outcome), Workshop.words(outcome));
        return new Product(part, files, remarks);
    }
}
