// SPDX-License-Identifier: Apache-2.0

/** From what a student handed in to what a guest can load and run; nothing of it runs on the host. */
@NullMarked
package org.messageslot.grading.submission;

import org.jspecify.annotations.NullMarked;
