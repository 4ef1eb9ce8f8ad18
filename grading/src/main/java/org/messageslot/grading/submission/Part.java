// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

/**
 * Tells what became of one file of a submission that is compiled.
 *
 * @param state whether it was built
 * @param artifact the name of what was built, in the build's folder; empty unless it was built
 * @param warnings how many warnings the compiler gave; for programs, by the assignment's own command (R-S3, R-P3)
 * @param words what the compiler said, fit to be shown, at most 16,000 characters; or, where there was nothing to compile, why
 */
public record Part(PartState state, String artifact, int warnings, String words) {

    /** The states of a part: built or not. */
    public enum PartState {
        /** It was. */
        BUILT,
        /** The compiler refused: checks that need it are BUILD_FAILED. */
        FAILED,
        /** The submission does not have it: checks that need it are BUILD_FAILED too, and the words say so. */
        MISSING
    }

    /** {@return the first line that tells why it was not built, for a sentence} */
    public String complaint() {
        return words.lines()
                .filter(line -> line.contains("error") || line.contains("undefined"))
                .findFirst()
                .orElse("the build stopped.");
    }

    /** {@return whether it was built} */
    public boolean isBuilt() {
        return state == PartState.BUILT;
    }
}
