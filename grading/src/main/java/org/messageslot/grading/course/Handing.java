// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that one student handed in, once.
 *
 * @param student whose it is: the course system's number, or the id in the archive's name
 * @param name the student's name as the course system has it, fit to be shown; empty if unknown
 * @param where what it is called in the class, fit to be shown
 * @param at when it was handed in, as far as the class says
 * @param markedLate whether the course system says that it is late
 * @param key the student as part of a file's name: ASCII, at most 80 characters, of no two students the same
 * @param path the folder or archive that can be opened
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Handing(
        String student, String name, String where, Optional<Instant> at, boolean markedLate, String key, Path path) {}
