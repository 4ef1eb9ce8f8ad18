// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import java.util.Arrays;
import java.util.List;

/**
 * Two calls in a row on one open file.
 *
 * @param first the first, and what the file was like before it
 * @param second what the second asks
 */
public record AskedInARow(Asked first, CallKind second) {

    /**
     * Lists all that the text decides.
     *
     * @param censorship whether the edition has censorship
     * @return the pairs of calls, in the order of their conditions
     */
    public static List<AskedInARow> all(boolean censorship) {
        return Asked.all(censorship, true).stream()
                .flatMap(first -> Arrays.stream(CallKind.values())
                        .filter(second -> second.isDecided() && second.canFollow(first, censorship))
                        .map(second -> new AskedInARow(first, second)))
                .toList();
    }

    /** {@return the calls in a few words} */
    @Override
    public String toString() {
        return first + ", then " + second;
    }
}
