// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.export;

import java.math.BigDecimal;
import java.util.Optional;
import org.messageslot.grading.course.MoodleSheet;

/**
 * Tells what an export does to one grade of the course system.
 *
 * @param who the student, as the course system's file has it
 * @param before what is there now; empty for nothing, {@code "?"} if that is not known
 * @param after what will be there
 */
public record GradeChange(String who, String before, String after) {

    /** {@return whether a grade that is there becomes less, or disappears} */
    public boolean isLoss() {
        Optional<BigDecimal> old = MoodleSheet.points(before);
        Optional<BigDecimal> now = MoodleSheet.points(after);
        return old.isPresent() && (now.isEmpty() || now.get().compareTo(old.get()) < 0);
    }

    /** {@return whether anything changes} */
    public boolean isAny() {
        Optional<BigDecimal> old = MoodleSheet.points(before);
        Optional<BigDecimal> now = MoodleSheet.points(after);
        boolean numbers = old.isPresent() && now.isPresent();
        return numbers ? old.get().compareTo(now.get()) != 0 : !before.strip().equals(after);
    }

    /** {@return the change in one line: {@code "Participant 7: 85.00 -> 90.00"}} */
    public String line() {
        return who + ": " + (before.isBlank() ? "-" : before.strip()) + " -> " + (after.isBlank() ? "-" : after);
    }
}
