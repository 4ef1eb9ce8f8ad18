// SPDX-License-Identifier: Apache-2.0
/** {@code lab bench}: the door to the benchmarks, which are in {@code benchmarks/}. */
@NullMarked
package org.messageslot.lab.bench;

import org.jspecify.annotations.NullMarked;
