// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what somebody meant to type. */
public final class Nearest {

    private static final int FAR = 4;

    private Nearest() {}

    /**
     * Asks whether somebody meant one of the known names.
     *
     * @param typed what was typed
     * @param known the names that would have been right
     * @return {@code "; perhaps you mean 'minors'"}, or nothing if none is near
     */
    public static String hint(String typed, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(typed, name) < FAR)
                .min(Comparator.comparingInt((String name) -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> "; perhaps you mean '" + name + "'")
                .orElse("");
    }

    /** The number of letters to insert, drop or change. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[b.length()];
    }
}
