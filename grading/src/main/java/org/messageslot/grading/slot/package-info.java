// SPDX-License-Identifier: Apache-2.0

/** The message slot as an assignment: what its trials, editions and checks know and the engine does not. */
@NullMarked
package org.messageslot.grading.slot;

import org.jspecify.annotations.NullMarked;
