// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.rubric.Rubric;

/**
 * Names what is graded again although it is finished.
 *
 * @param everyone whether all submissions are meant
 * @param keys the students that are meant, by {@link Handing#key()}, if not all are
 * @param checks the checks that are run again; empty if all are
 */
public record Again(boolean everyone, Set<String> keys, Set<String> checks) {

    /** Nothing is graded again. */
    public static final Again NOTHING = new Again(false, Set.of(), Set.of());

    private static final String ALL = "all";

    /** Keep copies of the sets. */
    public Again {
        keys = Set.copyOf(keys);
        checks = Set.copyOf(checks);
    }

    /**
     * Understands what a user names.
     *
     * @param words students, checks, groups, or {@code all}; checks without students mean those checks of everyone
     * @param handings what was handed in
     * @param rubric the checks
     * @return what is meant
     * @throws ClassException if a word means nothing here
     */
    public static Again of(List<String> words, List<Handing> handings, Rubric rubric) throws ClassException {
        boolean all = false;
        Set<String> keys = new LinkedHashSet<>();
        Set<String> checks = new LinkedHashSet<>();
        for (String word : words) {
            List<String> students = handings.stream()
                    .filter(handing -> names(handing, word))
                    .map(Handing::key)
                    .toList();
            List<String> named = rubric.checks().stream()
                    .filter(check -> check.id().equals(word) || check.group().equals(word))
                    .map(CheckDescription::id)
                    .toList();
            if (!word.equals(ALL) && students.isEmpty() && named.isEmpty()) {
                throw new ClassException(
                        "'" + word + "' is no student of this class and no check; name some, or 'all'.");
            }
            all |= word.equals(ALL);
            keys.addAll(students);
            checks.addAll(named);
        }
        boolean everyone = all || (keys.isEmpty() && !checks.isEmpty());
        return new Again(everyone, keys, withDependents(checks, rubric));
    }

    private static boolean names(Handing handing, String word) {
        return handing.student().equals(word)
                || handing.key().equals(word)
                || handing.ids().anyMatch(id -> id.equals(Roster.plain(word)));
    }

    /** A check that did not pass may pass now, and then those that need it have to be run, too. */
    private static Set<String> withDependents(Set<String> checks, Rubric rubric) {
        Set<String> all = new HashSet<>(checks);
        for (CheckDescription check : rubric.inRunningOrder()) {
            if (check.dependsOn().stream().anyMatch(all::contains)) {
                all.add(check.id());
            }
        }
        return all;
    }

    /** {@return whether a submission is graded again} */
    boolean means(Handing handing) {
        return everyone || keys.contains(handing.key());
    }
}
