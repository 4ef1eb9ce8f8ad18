// SPDX-License-Identifier: Apache-2.0

/** Message slots from Java: the slot itself, its two programs, and errno. */
@NullMarked
package org.messageslot;

import org.jspecify.annotations.NullMarked;
