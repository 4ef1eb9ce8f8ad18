// SPDX-License-Identifier: Apache-2.0

/**
 * The referee: a student's module under every interleaving of a few calls, with its locks and its memory watched, and the lines of
 * the source that did it. It explains; no verdict of a check depends on it.
 */
@NullMarked
package org.messageslot.grading.slot.referee;

import org.jspecify.annotations.NullMarked;
