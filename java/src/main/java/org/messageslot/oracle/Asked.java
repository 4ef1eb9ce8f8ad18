// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import java.util.Arrays;
import java.util.List;

/**
 * A call in a condition: one question about the assignment.
 *
 * @param condition what the open file is like
 * @param kind what the call asks
 */
public record Asked(Condition condition, CallKind kind) {

    /**
     * Lists the questions.
     *
     * @param censorship whether the edition has censorship
     * @param decided whether those that the text decides, or else those that it leaves open
     * @return the questions, in the order of their conditions
     */
    public static List<Asked> all(boolean censorship, boolean decided) {
        return Condition.all(censorship).stream()
                .flatMap(condition -> Arrays.stream(CallKind.values())
                        .filter(kind -> kind.isDecided() == decided && kind.isPossible(condition, censorship))
                        .map(kind -> new Asked(condition, kind)))
                .toList();
    }

    /** {@return the question in a few words} */
    @Override
    public String toString() {
        return condition + ": " + kind;
    }
}
