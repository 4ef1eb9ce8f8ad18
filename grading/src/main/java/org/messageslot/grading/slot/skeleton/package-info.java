// SPDX-License-Identifier: Apache-2.0
/** The student's starting point, made from the reference solution. */
@NullMarked
package org.messageslot.grading.slot.skeleton;

import org.jspecify.annotations.NullMarked;
