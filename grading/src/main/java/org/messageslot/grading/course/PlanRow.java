// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.messageslot.grading.course.time.Moment;

/**
 * One submission, or one student who handed in nothing, as the class will be graded.
 *
 * @param submission what the class calls it, which identifies the row; empty for a student without submission
 * @param student whose it is: an id, or what a group is called; empty if nobody can be told, and then it is not graded
 * @param name the name; empty if unknown
 * @param members who gets the grade
 * @param by the fact that tells whose it is
 * @param counts the files that count, as the class calls them
 * @param folder the folder in them that counts, {@code "."} for the topmost one; empty if there is no choice
 * @param others what does not count, and why
 * @param at when it was handed in, if somebody who can be trusted says so
 * @param markedLate whether the course system marks it as late
 * @param late how late it is by the policy, in words; empty without a policy
 * @param doubts what a person should decide before grades are made of it
 * @param settled whether a person wrote that the doubts are settled
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record PlanRow(
        String submission,
        String student,
        String name,
        List<Member> members,
        String by,
        List<String> counts,
        String folder,
        List<Other> others,
        Optional<Moment> at,
        boolean markedLate,
        String late,
        List<String> doubts,
        boolean settled) {

    /**
     * A file that does not count.
     *
     * @param where what the class calls it
     * @param why the reason, in a few words
     */
    public record Other(String where, String why) {}

    /** Keep copies of the lists. */
    public PlanRow {
        members = List.copyOf(members);
        counts = List.copyOf(counts);
        others = List.copyOf(others);
        doubts = List.copyOf(doubts);
    }

    /** {@return whether something was handed in} */
    public boolean isSubmission() {
        return !submission.isEmpty();
    }

    /** {@return every id by which the student, or the group, can be named, as they are compared} */
    public Stream<String> ids() {
        return Stream.concat(Stream.of(student), members.stream().flatMap(Member::ids))
                .filter(id -> !id.isBlank())
                .map(Roster::plain);
    }

    /** {@return the doubts that nobody has settled} */
    public List<String> open() {
        return settled ? List.of() : doubts;
    }

    PlanRow with(String wordsOfLateness, List<String> allDoubts, boolean allSettled) {
        return new PlanRow(
                submission,
                student,
                name,
                members,
                by,
                counts,
                folder,
                others,
                at,
                markedLate,
                wordsOfLateness,
                allDoubts,
                allSettled);
    }
}
