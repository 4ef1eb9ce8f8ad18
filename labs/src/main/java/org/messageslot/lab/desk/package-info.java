// SPDX-License-Identifier: Apache-2.0
/** The objects that scripts of walkthroughs import. */
@NullMarked
package org.messageslot.lab.desk;

import org.jspecify.annotations.NullMarked;
