// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import org.messageslot.grading.Grade;

/**
 * A submission of a class, and its grade.
 *
 * @param handing the submission
 * @param grade the grade, with the student's id in it, and with all durations 0: it does not tell how busy the machine was
 * @param remembered whether the grade was there before, made of the same content under the same conditions
 */
public record Graded(Handing handing, Grade grade, boolean remembered) {}
