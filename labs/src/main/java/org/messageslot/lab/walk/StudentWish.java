// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

/** The wishes of a student at a prompt. */
enum StudentWish {
    ON,
    AGAIN,
    BACK,
    SKIP,
    TRY,
    HINT,
    CHECK,
    SOLUTION,
    QUIT
}
