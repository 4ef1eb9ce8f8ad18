// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import org.messageslot.grading.Points;

/**
 * Says what a mistake may cost at most where the usual limit does not fit it, and why.
 *
 * @param most the most points, a crash's penalty included
 * @param reason why, as a teacher would say it
 */
public record PriceLimit(Points most, String reason) {}
