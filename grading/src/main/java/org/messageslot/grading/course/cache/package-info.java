// SPDX-License-Identifier: Apache-2.0
/** Grades that were finished, so that no run of a class repeats them. */
@NullMarked
package org.messageslot.grading.course.cache;

import org.jspecify.annotations.NullMarked;
