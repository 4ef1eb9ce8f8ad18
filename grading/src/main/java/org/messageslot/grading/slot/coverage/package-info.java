// SPDX-License-Identifier: Apache-2.0

/** What of the assignment the checks ask, counted by watching them on the model. */
@NullMarked
package org.messageslot.grading.slot.coverage;

import org.jspecify.annotations.NullMarked;
