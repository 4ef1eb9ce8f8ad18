// SPDX-License-Identifier: Apache-2.0
/** Measures what grading a whole class costs, and whether its grades are those that everybody would get alone. */
@NullMarked
package org.messageslot.grading.slot.bench;

import org.jspecify.annotations.NullMarked;
