// SPDX-License-Identifier: Apache-2.0

/** The years of the assignment, as data that an instructor can adapt. */
@NullMarked
package org.messageslot.grading.edition;

import org.jspecify.annotations.NullMarked;
