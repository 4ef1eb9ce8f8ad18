// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

/**
 * A way from one block of a function to another.
 *
 * @param from the block that it leaves
 * @param to the block that it enters
 * @param counted whether a counter counts it; the others follow from those, for what enters a block leaves it
 */
record FlowArc(int from, int to, boolean counted) {}
