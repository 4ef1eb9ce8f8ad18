// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.messageslot.grading.submission.Artifacts;

/**
 * The way in which one course system lays out a class. It is recognised from all entries together, once; then every entry is
 * read in this way, so that no student's file name can pretend to be of another one.
 */
sealed interface CourseLayout permits GradescopeLayout, ClassroomLayout, MoodleLayout, CanvasLayout, PlainLayout {

    /**
     * Holds what the entries tell.
     *
     * @param claims whose is what
     * @param strays what is nobody's, and why
     */
    record Sorted(List<Claim> claims, List<String> strays) {

        /** What a class tells in which nobody handed in anything. */
        static final Sorted NOTHING = new Sorted(List.of(), List.of());

        /** Keep copies of the lists. */
        public Sorted {
            claims = List.copyOf(claims);
            strays = List.copyOf(strays);
        }
    }

    /** {@return the layout's name} */
    Layout layout();

    /**
     * Reads the entries.
     *
     * @param facts what the user's files say besides
     */
    Sorted sorted(Facts facts) throws IOException;

    /** {@return the layout of a class, if it looks like one} */
    static Optional<CourseLayout> of(List<Entries> levels, boolean forced, Artifacts artifacts) {
        for (Entries entries : levels) {
            Optional<? extends CourseLayout> layout = GradescopeLayout.recognise(entries)
                    .<CourseLayout>map(one -> one)
                    .or(() -> ClassroomLayout.recognise(entries))
                    .or(() -> MoodleLayout.recognise(entries))
                    .or(() -> CanvasLayout.recognise(entries))
                    .or(() -> PlainLayout.recognise(entries, artifacts));
            if (layout.isPresent()) {
                return Optional.of(layout.get());
            }
        }
        return forced && !levels.isEmpty() ? Optional.of(new PlainLayout(levels.get(0))) : Optional.empty();
    }
}
