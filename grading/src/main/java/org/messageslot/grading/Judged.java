// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

/**
 * The outcome of one check, by name: what the engine hands over to be counted.
 *
 * @param id the check's id
 * @param outcome what running it came to
 */
public record Judged(String id, Outcome outcome) {}
