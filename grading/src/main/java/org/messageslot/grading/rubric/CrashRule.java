// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.Set;
import java.util.TreeSet;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Conditions;
import org.messageslot.grading.Points;

/**
 * Says what crashing the kernel costs beside the check that shows it, and where it does.
 *
 * @param points what it costs in all, however often: at most this, never below 0 points in the end
 * @param where in which checks it costs that
 * @param groups the groups in whose checks it does besides
 */
public record CrashRule(Points points, Where where, Set<String> groups) {

    /** In which checks a crash costs more than the check. */
    public enum Where {
        /** In those that are made under ordinary conditions. */
        ORDINARY,
        /** In all. */
        ALL,
        /** In none. */
        NONE
    }

    /** Keep the groups in an order of their own, for rubrics are compared by their text. */
    public CrashRule {
        groups = java.util.Collections.unmodifiableSet(new TreeSet<>(groups));
    }

    /**
     * Reads what an edition says.
     *
     * @param fields {@code points}, and {@code groups}: {@code "ordinary"}, {@code "all"}, {@code "none"} or a list
     * @return the rule
     * @throws DataFileException if a field is wrong or unknown
     */
    public static CrashRule read(Fields fields) throws DataFileException {
        Points points = fields.points("points");
        boolean list = fields.isList("groups");
        CrashRule rule = new CrashRule(
                points,
                list ? Where.NONE : fields.choice("groups", Where.class),
                list ? Set.copyOf(fields.texts("groups")) : Set.of());
        fields.done();
        return rule;
    }

    /** {@return where it costs that, as the end of a sentence: {@code in ordinary use} for example} */
    public String words() {
        return switch (where) {
            case ORDINARY -> "in ordinary use and by bad arguments";
            case ALL -> "in whatever check";
            case NONE -> groups.isEmpty() ? "in no check" : "in the groups " + String.join(", ", groups);
        };
    }

    /** {@return whether a crash in an ordinary check, not one of a bonus group, costs more than the check} */
    public boolean countsIn(CheckDescription check) {
        return switch (where) {
            case ORDINARY -> check.conditions() == Conditions.ORDINARY;
            case ALL -> true;
            case NONE -> groups.contains(check.group());
        };
    }
}
