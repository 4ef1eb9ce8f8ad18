// SPDX-License-Identifier: Apache-2.0
/** Commands for a class: export, comparison, merging, similarity, and the autograder. */
@NullMarked
package org.messageslot.lab.course;

import org.jspecify.annotations.NullMarked;
