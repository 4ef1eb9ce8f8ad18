// SPDX-License-Identifier: Apache-2.0
/** {@code lab grade}, {@code lab checks} and {@code lab repro}: verdicts on a submission or a class. */
@NullMarked
package org.messageslot.lab.grade;

import org.jspecify.annotations.NullMarked;
