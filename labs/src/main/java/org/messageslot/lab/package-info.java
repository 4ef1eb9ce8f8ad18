// SPDX-License-Identifier: Apache-2.0

/** The {@code lab} command. */
@NullMarked
package org.messageslot.lab;

import org.jspecify.annotations.NullMarked;
