// SPDX-License-Identifier: Apache-2.0
/** Writes down what one check did, so that it can be done again without the grader. */
@NullMarked
package org.messageslot.grading.replay;

import org.jspecify.annotations.NullMarked;
