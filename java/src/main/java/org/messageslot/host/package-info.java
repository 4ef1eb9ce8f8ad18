// SPDX-License-Identifier: Apache-2.0
/** Small tools for this machine's files that every part of the kit uses. */
@NullMarked
package org.messageslot.host;

import org.jspecify.annotations.NullMarked;
