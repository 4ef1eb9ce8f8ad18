// SPDX-License-Identifier: Apache-2.0
/** Looks at what this machine has, and installs what commands need: {@code lab doctor}, {@code lab headers}. */
@NullMarked
package org.messageslot.lab.setup;

import org.jspecify.annotations.NullMarked;
