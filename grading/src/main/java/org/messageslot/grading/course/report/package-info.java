// SPDX-License-Identifier: Apache-2.0
/** Shows a graded class: a page, tables, and a folder of reports. */
@NullMarked
package org.messageslot.grading.course.report;

import org.jspecify.annotations.NullMarked;
