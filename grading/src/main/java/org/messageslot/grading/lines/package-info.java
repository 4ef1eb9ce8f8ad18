// SPDX-License-Identifier: Apache-2.0

/**
 * The lines of a module and the number of times that checks reach them: the compiler's graph of its flow, and the counters of a
 * build that counts. It explains; no verdict depends on it.
 */
@NullMarked
package org.messageslot.grading.lines;

import org.jspecify.annotations.NullMarked;
