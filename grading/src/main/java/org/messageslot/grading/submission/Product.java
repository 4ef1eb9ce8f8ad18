// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.util.List;
import java.util.Map;

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
                new Part(Part.State.MISSING, "", 0, "The submission has no " + role.fileName() + "."),
                Map.of(),
                List.of());
    }

    static Product failed(Sandbox.Outcome outcome, List<String> remarks) {
        Part part = new Part(Part.State.FAILED, "", Workshop.warnings(outcome), Workshop.words(outcome));
        return new Product(part, Map.of(), remarks);
    }

    static Product built(Sandbox.Outcome outcome, String artifact, Map<String, byte[]> files, List<String> remarks) {
        Part part = new Part(Part.State.BUILT, artifact, Workshop.warnings(outcome), Workshop.words(outcome));
        return new Product(part, files, remarks);
    }
}
