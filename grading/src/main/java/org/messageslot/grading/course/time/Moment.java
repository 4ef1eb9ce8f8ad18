// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.time;

import java.time.Instant;

/**
 * The time at which something was handed in, and who says so.
 *
 * @param at the moment
 * @param source who says so, in a few words: {@code "worksheet"} for example
 */
public record Moment(Instant at, String source) {}
