// SPDX-License-Identifier: Apache-2.0

/** The checks: one method each, one class for each section of the assignment. */
@NullMarked
package org.messageslot.grading.slot.checks;

import org.jspecify.annotations.NullMarked;
