// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

/** The things that bonus groups can do to the score. */
public enum BonusRule {

    /** Their checks are not run. */
    OFF,

    /** Their points make up for lost ones, up to the maximum. */
    FILLS,

    /** Their points are added, beyond the maximum too. */
    ADDS
}
