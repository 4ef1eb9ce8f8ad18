// SPDX-License-Identifier: Apache-2.0
/** Counts what calls cost: the measuring program ({@code kernel/bench/measure.c}) on a kernel, and the figures that it prints. */
@NullMarked
package org.messageslot.lab.measure;

import org.jspecify.annotations.NullMarked;
