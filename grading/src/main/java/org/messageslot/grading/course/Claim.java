// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.time.Moment;

/**
 * What the course system says of some files: whose they are, by which fact, and when they came.
 *
 * @param whose the owner
 * @param where what it is called in the class
 * @param attempt tells later from earlier uploads of the same owner by the course system's own counting
 * @param said when it was handed in, if the course system says so
 * @param markedLate whether the course system says that it is late
 * @param items its files; paths are as the student named them
 * @param disk the folder or file that is all of it on the disk, if there is one
 * @param earlier files of it that were uploaded again, and so do not count
 */
record Claim(
        Whose whose,
        String where,
        long attempt,
        @Nullable Moment said,
        boolean markedLate,
        List<Item> items,
        @Nullable Path disk,
        List<PlanRow.Other> earlier) {

    /** Keep copies of the lists. */
    Claim {
        items = List.copyOf(items);
        earlier = List.copyOf(earlier);
    }

    /**
     * The owner of a submission.
     *
     * @param student the id of one, or what a group is called; empty if nobody can be told
     * @param name the name; empty if unknown
     * @param members who gets the grade
     * @param by the fact that tells
     * @param doubt why that is not certain; empty if it is
     */
    record Whose(String student, String name, List<Member> members, String by, String doubt) {

        /** Keep a copy of the list. */
        Whose {
            members = List.copyOf(members);
        }

        static Whose one(String id, String name, String by) {
            return new Whose(id, name, List.of(new Member(id, name, List.of())), by, "");
        }

        Whose doubted(String why) {
            return new Whose(student, name, members, by, why);
        }
    }

    static Claim of(Whose whose, String where, List<Item> items, @Nullable Path disk) {
        return new Claim(whose, where, 0, null, false, items, disk, List.of());
    }
}
