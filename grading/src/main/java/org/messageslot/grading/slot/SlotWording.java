// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.Symptom.SymptomKind;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.report.Wording;
import org.messageslot.grading.rubric.Catalogue;

/**
 * What reports say of a message slot.
 *
 * @param catalogue where clauses are looked up
 */
record SlotWording(Catalogue catalogue) implements Wording {

    private static final Pattern MESSAGE = Pattern.compile("(\\d+), buf: ");

    @Override
    public Optional<String> clause(String id) {
        return catalogue.clause(id);
    }

    @Override
    public Optional<String> hint(Verdict verdict) {
        Outcome outcome = verdict.outcome();
        if (verdict.check().essential() && isOnlyFilledWrong(outcome)) {
            return Optional.of(
                    "The length is right, and the bytes are not. Is the memory freed while the channel still points to it, or"
                            + " is it never filled? Look at each kfree, and at the arguments of each copy.");
        }
        return takesIdForPointer(outcome)
                ? Optional.of("The argument of MSG_SLOT_CHANNEL is the id itself, not a pointer to it: use neither"
                        + " copy_from_user nor get_user for it.")
                : Optional.empty();
    }

    /** Any message comes back with its length, and none with its bytes: not so if only some bytes are special. */
    private static boolean isOnlyFilledWrong(Outcome outcome) {
        Matcher wanted = MESSAGE.matcher(outcome.wanted());
        Matcher got = MESSAGE.matcher(outcome.got());
        return wanted.lookingAt() && got.lookingAt() && wanted.group(1).equals(got.group(1));
    }

    private static boolean takesIdForPointer(Outcome outcome) {
        Symptom symptom = outcome.symptom();
        boolean refused = symptom.kind() == SymptomKind.REFUSED || symptom.kind() == SymptomKind.STEP;
        return refused && symptom.call().equals("ioctl") && outcome.got().startsWith("-1 EFAULT");
    }
}
