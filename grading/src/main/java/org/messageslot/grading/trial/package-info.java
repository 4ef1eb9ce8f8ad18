// SPDX-License-Identifier: Apache-2.0

/** One check's trial: a fresh kernel, the module in it, processes that make calls, and what came of them. */
@NullMarked
package org.messageslot.grading.trial;

import org.jspecify.annotations.NullMarked;
