// SPDX-License-Identifier: Apache-2.0
/** Finds when something was handed in, from what course systems write, and from nothing else. */
@NullMarked
package org.messageslot.grading.course.time;

import org.jspecify.annotations.NullMarked;
