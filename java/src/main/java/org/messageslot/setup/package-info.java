// SPDX-License-Identifier: Apache-2.0
/** Installs on this machine what guests, grading and the kit's tests need. */
@NullMarked
package org.messageslot.setup;

import org.jspecify.annotations.NullMarked;
