// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.policy.Policy;
import org.messageslot.grading.course.time.TimesFile;

/**
 * Holds what the user's own files say of a class, besides what was downloaded.
 *
 * @param worksheet Moodle's offline grading worksheet; {@code null} if none was given
 * @param roster who should have handed in something; {@code null} if none was given
 * @param times when each student handed in; {@code null} if none was given
 * @param zone where times without an offset are at home; {@code null} if none was named
 * @param policy what the course does about lateness
 */
public record Facts(
        @Nullable MoodleSheet worksheet,
        @Nullable Roster roster,
        @Nullable TimesFile times,
        @Nullable ZoneId zone,
        Policy policy) {

    /** Nothing but the download. */
    public static final Facts NONE = new Facts(null, null, null, null, Policy.NONE);
}
