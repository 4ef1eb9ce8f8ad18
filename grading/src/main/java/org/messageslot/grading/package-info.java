// SPDX-License-Identifier: Apache-2.0

/** Judges a student's message slot: submission, build, checks, verdicts, grade, reports. */
@NullMarked
package org.messageslot.grading;

import org.jspecify.annotations.NullMarked;
