// SPDX-License-Identifier: Apache-2.0
/** A course's rules about time, as a file. */
@NullMarked
package org.messageslot.grading.course.policy;

import org.jspecify.annotations.NullMarked;
