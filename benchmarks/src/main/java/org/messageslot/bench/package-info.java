// SPDX-License-Identifier: Apache-2.0

/**
 * Measurements: how much a message slot costs, and what it is compared with.
 *
 * <p>A {@linkplain org.messageslot.lab.measure.Probe probe} runs the measuring program ({@code kernel/bench/measure.c}) on a
 * kernel; a benchmark makes a {@linkplain org.messageslot.bench.BenchReport report} of what it prints; and a report is shown
 * on a terminal, written as CSV and JSON, and drawn.
 */
@NullMarked
package org.messageslot.bench;

import org.jspecify.annotations.NullMarked;
