// SPDX-License-Identifier: Apache-2.0

/** Tries whatever the grader reads of strangers with damaged and invented input. */
@NullMarked
package org.messageslot.grading.slot.fuzz;

import org.jspecify.annotations.NullMarked;
