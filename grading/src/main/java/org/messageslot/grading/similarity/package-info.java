// SPDX-License-Identifier: Apache-2.0

/** Finds modules of a class that are alike, by JPlag in a process of its own. */
@NullMarked
package org.messageslot.grading.similarity;

import org.jspecify.annotations.NullMarked;
