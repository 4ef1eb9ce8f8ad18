// SPDX-License-Identifier: Apache-2.0
/** What this machine must have for guests, for grading and for the kit's tests, and how it gets that. */
@NullMarked
package org.messageslot.setup;

import org.jspecify.annotations.NullMarked;
