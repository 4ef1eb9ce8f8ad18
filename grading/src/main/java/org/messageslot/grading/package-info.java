// SPDX-License-Identifier: Apache-2.0

/** Judges a student's kernel module by its assignment: submission, build, checks, verdicts, grade, reports. */
@NullMarked
package org.messageslot.grading;

import org.jspecify.annotations.NullMarked;
