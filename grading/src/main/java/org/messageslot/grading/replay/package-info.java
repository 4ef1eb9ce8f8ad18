// SPDX-License-Identifier: Apache-2.0
/** What one check did, written down so that it can be done again without the grader. */
@NullMarked
package org.messageslot.grading.replay;

import org.jspecify.annotations.NullMarked;
