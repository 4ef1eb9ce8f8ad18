// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody whose grade a submission makes; a group's has several.
 *
 * @param id the course system's own id
 * @param name the name as the course system has it; empty if unknown
 * @param aliases further ids of the same person, an ID number or an e-mail address for example
 */
public record Member(String id, String name, List<String> aliases) {

    /** Keep a copy of the list. */
    public Member {
        aliases = List.copyOf(aliases);
    }

    /**
     * Knows a person by an id alone.
     *
     * @param id the id
     * @return the person
     */
    public static Member of(String id) {
        return new Member(id, "", List.of());
    }

    /**
     * Takes the ids apart that the name of a submission joins, {@code 333333333_444444444} for example.
     *
     * @param student the name
     * @return one person for each id; the whole is one if it is not made of ids
     */
    static List<Member> apart(String student) {
        List<Member> members = new ArrayList<>();
        for (String id : student.split("[_+,&-](?:and-)?", -1)) {
            if (!id.matches("\\d{5,12}")) {
                return List.of(of(student));
            }
            members.add(of(id));
        }
        return members;
    }

    /** {@return every id of the person} */
    public Stream<String> ids() {
        return Stream.concat(Stream.of(id), aliases.stream());
    }
}
