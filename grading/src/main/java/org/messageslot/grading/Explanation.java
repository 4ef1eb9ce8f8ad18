// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import java.util.List;

/**
 * Names the lines of the module's source in which a mistake is made, as a second build of the module shows that watches itself. It gives and takes no
 * points.
 *
 * @param sentence what is done wrong and in which lines; or why that is not known
 * @param source those lines with their numbers; empty if nothing was seen
 */
public record Explanation(String sentence, List<String> source) {

    /** Keep a copy of the list. */
    public Explanation {
        source = List.copyOf(source);
    }

    /**
     * Says why a mistake is not explained.
     *
     * @param sentence why not
     * @return an explanation without lines
     */
    public static Explanation none(String sentence) {
        return new Explanation(sentence, List.of());
    }

    /** {@return whether it explains anything} */
    public boolean tells() {
        return !source.isEmpty();
    }
}
