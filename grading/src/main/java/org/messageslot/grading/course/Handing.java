// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing that one student, or one group, handed in, once.
 *
 * @param student whose it is: the course system's number, the id in the archive's name, or the group
 * @param name the student's name as the course system has it, fit to be shown; empty if unknown
 * @param where what it is called in the class, fit to be shown
 * @param at when it was handed in, as far as the course system says
 * @param markedLate whether the course system says that it is late
 * @param key the student as part of a file's name: ASCII, at most 80 characters, of no two students the same
 * @param path the folder or archive that can be opened
 * @param members who gets the grade; nobody if it is a group's and its members are not known
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Handing(
        String student,
        String name,
        String where,
        Optional<Instant> at,
        boolean markedLate,
        String key,
        Path path,
        List<Member> members) {

    /** Keep a copy of the list. */
    public Handing {
        members = List.copyOf(members);
    }

    /** One student's, or that of several whose ids the name joins. */
    public Handing(
            String student,
            String name,
            String where,
            Optional<Instant> at,
            boolean markedLate,
            String key,
            Path path) {
        this(student, name, where, at, markedLate, key, path, Member.apart(student));
    }

    /** {@return every id by which the submission can be named: its own, and those of its members, as they are compared} */
    public Stream<String> ids() {
        return Stream.concat(Stream.of(student), members.stream().flatMap(Member::ids))
                .map(Roster::plain);
    }

    /** {@return the same at another place} */
    public Handing at(Path place) {
        return new Handing(student, name, where, at, markedLate, key, place, members);
    }
}
