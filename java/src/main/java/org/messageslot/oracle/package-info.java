// SPDX-License-Identifier: Apache-2.0

/** The model as an oracle: random operations that a kernel and the specification must answer alike. */
@NullMarked
package org.messageslot.oracle;

import org.jspecify.annotations.NullMarked;
