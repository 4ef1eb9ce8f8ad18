// SPDX-License-Identifier: Apache-2.0

/** Counts which questions about the assignment the checks ask, by watching them on the model. */
@NullMarked
package org.messageslot.grading.slot.coverage;

import org.jspecify.annotations.NullMarked;
