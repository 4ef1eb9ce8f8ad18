// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.measure;

/**
 * One measured figure.
 *
 * @param subject what was measured, {@code "pipe"} for example
 * @param call what was called: {@code "write"}, {@code "read"}, {@code "both"} of them, {@code "select"} or {@code "call"}
 * @param size how many bytes the call moved, or how many channels there were
 * @param cost the median of what one call took, in the unit of the measurement
 */
public record Figure(String subject, String call, long size, double cost) {}
