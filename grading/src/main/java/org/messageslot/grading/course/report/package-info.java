// SPDX-License-Identifier: Apache-2.0
/** What a graded class looks like: a page, tables, and a folder of reports. */
@NullMarked
package org.messageslot.grading.course.report;

import org.jspecify.annotations.NullMarked;
