// SPDX-License-Identifier: Apache-2.0

/** A grade in every form that students, teaching staff and course systems read. */
@NullMarked
package org.messageslot.grading.report;

import org.jspecify.annotations.NullMarked;
