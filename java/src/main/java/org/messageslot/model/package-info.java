// SPDX-License-Identifier: Apache-2.0

/** The specification as a small program that answers system calls in memory. */
@NullMarked
package org.messageslot.model;

import org.jspecify.annotations.NullMarked;
