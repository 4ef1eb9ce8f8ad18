// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import org.messageslot.grading.Points;

/**
 * Checks whose points are counted together.
 *
 * @param id the group's name, in kebab-case
 * @param title what its checks look at
 * @param bonus whether its points come on top of the ordinary ones
 * @param programs whether its checks judge the sender and the reader, and not the module
 * @param points what all of its checks earn together
 */
public record Group(String id, String title, boolean bonus, boolean programs, Points points) {}
