// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;

/**
 * Lists what differs between two gradings of a class: another edition, another version of the kit, or late submissions.
 *
 * @param changes what changed, by student
 * @param alike how many students have the same score and the same verdicts in both
 * @param onlyOld students that only the older one has
 * @param onlyNew students that only the newer one has
 * @param otherRules whether they were graded by different checks, points, seeds, kits or kernels
 */
public record ClassComparison(
        List<StudentChange> changes, int alike, List<String> onlyOld, List<String> onlyNew, boolean otherRules) {

    /** Keep copies of the lists. */
    public ClassComparison {
        changes = List.copyOf(changes);
        onlyOld = List.copyOf(onlyOld);
        onlyNew = List.copyOf(onlyNew);
    }

    /**
     * One student's change.
     *
     * @param student whose
     * @param before the headline of the older grade
     * @param after that of the newer one
     * @param otherContent whether something else was handed in
     * @param checks what ended otherwise, {@code read-twice: hung, was passed} for example
     */
    public record StudentChange(
            String student, String before, String after, boolean otherContent, List<String> checks) {

        /** Keep a copy of the list. */
        public StudentChange {
            checks = List.copyOf(checks);
        }
    }

    /**
     * Compares two gradings.
     *
     * @param older one
     * @param newer the other
     * @return what differs
     */
    public static ClassComparison of(GradedClass older, GradedClass newer) {
        Map<String, Graded> before = byKey(older);
        Map<String, Graded> after = byKey(newer);
        List<StudentChange> changes = new ArrayList<>();
        int alike = 0;
        for (Map.Entry<String, Graded> one : before.entrySet()) {
            Graded other = after.get(one.getKey());
            if (other != null) {
                StudentChange change = change(one.getValue(), other);
                boolean same = change.before().equals(change.after())
                        && change.checks().isEmpty()
                        && !change.otherContent();
                alike += same ? 1 : 0;
                if (!same) {
                    changes.add(change);
                }
            }
        }
        return new ClassComparison(
                changes,
                alike,
                without(before, after),
                without(after, before),
                !older.run().equals(newer.run()));
    }

    private static Map<String, Graded> byKey(GradedClass whole) {
        Map<String, Graded> byKey = new LinkedHashMap<>();
        whole.graded().forEach(one -> byKey.put(one.handing().key(), one));
        return byKey;
    }

    private static List<String> without(Map<String, Graded> some, Map<String, Graded> others) {
        return some.values().stream()
                .filter(one -> !others.containsKey(one.handing().key()))
                .map(one -> one.handing().student())
                .toList();
    }

    private static StudentChange change(Graded older, Graded newer) {
        Map<String, String> before = endings(older.grade());
        Map<String, String> after = endings(newer.grade());
        List<String> checks = new ArrayList<>();
        after.forEach((id, ending) -> {
            String old = before.getOrDefault(id, "not there");
            if (!old.equals(ending)) {
                checks.add(id + ": " + ending + ", was " + old);
            }
        });
        before.forEach((id, ending) -> {
            if (!after.containsKey(id)) {
                checks.add(id + ": not there, was " + ending);
            }
        });
        return new StudentChange(
                newer.handing().student(),
                older.grade().headline(),
                newer.grade().headline(),
                !Objects.equals(
                        older.grade().submission().sha256(),
                        newer.grade().submission().sha256()),
                checks);
    }

    private static Map<String, String> endings(Grade grade) {
        Map<String, String> endings = new LinkedHashMap<>();
        for (Verdict verdict : grade.verdicts()) {
            endings.put(verdict.id(), verdict.status().words());
        }
        return endings;
    }
}
