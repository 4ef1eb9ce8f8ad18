// SPDX-License-Identifier: Apache-2.0

/** Holds what each check asks and is worth, the scoring of outcomes, and the audit of the sums. */
@NullMarked
package org.messageslot.grading.rubric;

import org.jspecify.annotations.NullMarked;
