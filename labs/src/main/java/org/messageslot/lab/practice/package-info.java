// SPDX-License-Identifier: Apache-2.0
/** Commands for a module that is being written: {@code lab skeleton} and {@code lab watch}. */
@NullMarked
package org.messageslot.lab.practice;

import org.jspecify.annotations.NullMarked;
