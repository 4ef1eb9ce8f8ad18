// SPDX-License-Identifier: Apache-2.0
/** The kernels that answer calls: {@code --on here|guest|model}. */
@NullMarked
package org.messageslot.lab.kernel;

import org.jspecify.annotations.NullMarked;
