// SPDX-License-Identifier: Apache-2.0

/** From a path to a grade: opens, builds, examines, scores. */
@NullMarked
package org.messageslot.grading.engine;

import org.jspecify.annotations.NullMarked;
