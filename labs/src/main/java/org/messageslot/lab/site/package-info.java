// SPDX-License-Identifier: Apache-2.0
/** {@code lab site}: the walkthroughs as pages and as slides. */
@NullMarked
package org.messageslot.lab.site;

import org.jspecify.annotations.NullMarked;
