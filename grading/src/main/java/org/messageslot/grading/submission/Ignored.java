// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

/**
 * Something in a submission that was not looked at.
 *
 * @param name its name, fit to be shown
 * @param reason why, a phrase that continues "ignored: "
 */
public record Ignored(String name, String reason) {}
