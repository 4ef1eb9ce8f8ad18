// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.lines;

/**
 * A line of a source file.
 *
 * @param file the file as the compiler was given it
 * @param line the line's number, from 1
 */
record SourcePlace(String file, int line) {}
