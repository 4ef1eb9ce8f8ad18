// SPDX-License-Identifier: Apache-2.0

/** Modules and programs that are right or wrong on purpose, by which the grader itself is judged. */
@NullMarked
package org.messageslot.grading.slot.variants;

import org.jspecify.annotations.NullMarked;
