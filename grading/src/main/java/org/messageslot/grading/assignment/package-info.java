// SPDX-License-Identifier: Apache-2.0

/** Tells the engine of an assignment, and the years of it, as data that an instructor can adapt. */
@NullMarked
package org.messageslot.grading.assignment;

import org.jspecify.annotations.NullMarked;
