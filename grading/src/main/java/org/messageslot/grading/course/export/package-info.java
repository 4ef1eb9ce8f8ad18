// SPDX-License-Identifier: Apache-2.0
/** A graded class in the forms that course systems take. */
@NullMarked
package org.messageslot.grading.course.export;

import org.jspecify.annotations.NullMarked;
