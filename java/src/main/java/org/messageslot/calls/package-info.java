// SPDX-License-Identifier: Apache-2.0

/** System calls: the interface through which everything talks to a slot, and this machine's own kernel behind it. The only package that uses JNA. */
@NullMarked
package org.messageslot.calls;

import org.jspecify.annotations.NullMarked;
