// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/**
 * Counts what the checks of one group earned together.
 *
 * @param id the group's name, in kebab-case
 * @param title what its checks look at
 * @param bonus whether its points come on top of the ordinary ones
 * @param checks how many checks it has
 * @param passed how many of them passed
 * @param points what they earned
 * @param maxPoints what all of them can earn
 */
public record GroupTotal(
        String id, String title, boolean bonus, int checks, int passed, Points points, Points maxPoints) {}
