// SPDX-License-Identifier: Apache-2.0
/** A whole class: finds what everybody handed in, grades it once each, and remembers what is done. */
@NullMarked
package org.messageslot.grading.course;

import org.jspecify.annotations.NullMarked;
