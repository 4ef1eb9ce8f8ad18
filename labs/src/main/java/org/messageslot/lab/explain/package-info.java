// SPDX-License-Identifier: Apache-2.0

/** {@code lab explain}: what the referee found, in the terminal and as a page. */
@NullMarked
package org.messageslot.lab.explain;

import org.jspecify.annotations.NullMarked;
