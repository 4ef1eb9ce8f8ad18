// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/** Under which conditions a check asks its question. */
public enum Conditions {

    /** On Debian's kernel as students have it: what the text says of ordinary use and bad arguments. */
    ORDINARY,

    /** Where memory is poisoned, allocations fail, all that is allocated is counted, or everything comes in thousands. */
    HARD
}
