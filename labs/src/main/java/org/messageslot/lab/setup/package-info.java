// SPDX-License-Identifier: Apache-2.0
/** What this machine has of what the lab needs: {@code lab doctor} and {@code lab headers}, and the looking and installing that other commands begin with. */
@NullMarked
package org.messageslot.lab.setup;

import org.jspecify.annotations.NullMarked;
