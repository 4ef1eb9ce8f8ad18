// SPDX-License-Identifier: Apache-2.0

/** Checks of the message slot on its model in memory, in place of a guest. */
@NullMarked
package org.messageslot.grading.slot.model;

import org.jspecify.annotations.NullMarked;
