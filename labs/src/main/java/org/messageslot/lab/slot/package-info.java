// SPDX-License-Identifier: Apache-2.0
/** Commands that talk to a slot: {@code lab send}, {@code lab read}, {@code lab shell} and {@code lab tour}. */
@NullMarked
package org.messageslot.lab.slot;

import org.jspecify.annotations.NullMarked;
