// SPDX-License-Identifier: Apache-2.0
/** Holds what every command prints with and ends with: the screen, exit codes, and one sentence for each error. */
@NullMarked
package org.messageslot.lab.terminal;

import org.jspecify.annotations.NullMarked;
