// SPDX-License-Identifier: Apache-2.0

/** Right modules with one place changed, by which it is measured what the checks do not see. */
@NullMarked
package org.messageslot.grading.slot.mutants;

import org.jspecify.annotations.NullMarked;
