// SPDX-License-Identifier: Apache-2.0
/** {@code lab variants}: the grader judged by modules that are right or wrong on purpose. */
@NullMarked
package org.messageslot.lab.variants;

import org.jspecify.annotations.NullMarked;
