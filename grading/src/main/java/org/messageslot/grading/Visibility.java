// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/** Says how much of a check its student gets to see. */
public enum Visibility {

    /** Everything. */
    VISIBLE,

    /** What the check asks, how it ended and what it is worth; not how it was made. */
    DESCRIBED,

    /** The points, and nothing that tells which check it was. */
    POINTS_ONLY
}
