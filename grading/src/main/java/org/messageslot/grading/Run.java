// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/**
 * Holds what a grade depends on besides the submission: with the same, it comes out the same.
 *
 * @param edition the edition's name
 * @param rubricSha256 the hash of all that decides on points
 * @param seed what the checks vary names, order and contents by, 0 to {@value #MAX_SEED}
 * @param kitVersion the version of this kit
 * @param kernelRelease the release of the kernel in the guests; empty if none ran
 */
public record Run(String edition, String rubricSha256, long seed, String kitVersion, String kernelRelease) {

    /** The largest seed: beyond it, readers of JSON that know only floating point would lose digits. */
    public static final long MAX_SEED = (1L << 53) - 1;

    /**
     * Check the seed.
     *
     * @throws IllegalArgumentException if the seed is not within its range
     */
    public Run {
        if (seed < 0 || seed > MAX_SEED) {
            throw new IllegalArgumentException("A seed is a number from 0 to " + MAX_SEED + ", not " + seed + ".");
        }
    }
}
