// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messageslot.Errno;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.Symptom.SymptomKind;
import org.messageslot.grading.Verdict;

/** Chooses what to look at by what came of a check; what the check's author expected to go wrong comes last. */
final class Hint {

    private static final Pattern ERROR = Pattern.compile("-1 ([A-Z][A-Z0-9]+)\\b.*");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,4})\\b.*");

    /** The usual origin of errors that no clause of the assignment names. */
    private static final Map<String, String> ODD_ERRORS = Map.of(
            "EPERM",
            "A function of the driver that returns -1 gives EPERM, whose number is 1. Return the error by its name: -EINVAL,"
                    + " for example.",
            "ENOTTY",
            "The kernel returns ENOTTY if struct file_operations has no .unlocked_ioctl, or if that function returns"
                    + " -ENOTTY.",
            "ENXIO",
            "The kernel returns ENXIO if no driver is registered for the node's major and minor number.",
            "ENODEV",
            "The kernel returns ENODEV if no driver is registered for the node's major and minor number.",
            "ENOSYS",
            "The kernel returns ENOSYS for a system call that it does not know. A driver returns the error that its clause"
                    + " names.");

    /** What checks want of an open. */
    private static final String OPENED = "a file descriptor";

    private Hint() {}

    /**
     * Chooses a hint.
     *
     * @param verdict how a check ended
     * @param wording what the assignment knows
     * @return a hint in whole sentences; empty where a crash or a hang says more by itself
     */
    static String of(Verdict verdict, Wording wording) {
        Outcome outcome = verdict.outcome();
        if (outcome.oops() != null || outcome.status() == Status.CRASHED || outcome.status() == Status.HUNG) {
            return "";
        }
        return wording.hint(verdict)
                .or(() -> ofAnswer(outcome, verdict.check().hint()))
                .orElse(verdict.check().hint());
    }

    private static Optional<String> ofAnswer(Outcome outcome, String expected) {
        Matcher error = ERROR.matcher(outcome.got());
        if (error.matches()) {
            return outcome.wanted().equals(OPENED)
                    ? ofOpen(error.group(1), expected)
                    : ofError(outcome.symptom(), error.group(1));
        }
        Matcher number = NUMBER.matcher(outcome.got());
        return outcome.symptom().kind() == SymptomKind.ACCEPTED && number.matches()
                ? withoutMinus(Integer.parseInt(number.group(1)), outcome.wanted())
                : Optional.empty();
    }

    /** An open is refused by the kernel, too, so that what its check expects to be wrong is as likely. */
    private static Optional<String> ofOpen(String got, String expected) {
        if (got.equals("EINVAL")) {
            return Optional.of(
                    "open must return 0 if it succeeds, and a negative number if not. The kernel turns a positive"
                            + " number into EINVAL.");
        }
        return Optional.ofNullable(ODD_ERRORS.get(got)).map(origin -> expected + " " + origin);
    }

    private static Optional<String> ofError(Symptom symptom, String got) {
        boolean wrong = symptom.kind() == SymptomKind.WRONG_ERROR;
        if (ODD_ERRORS.containsKey(got)) {
            return Optional.of(ODD_ERRORS.get(got) + (wrong ? " Wanted here is -" + symptom.wanted() + "." : ""));
        }
        if (wrong) {
            return Optional.of("The call is refused, as it should be; only the error is wrong. Find what returns -"
                    + got + " here: -" + symptom.wanted() + " belongs there, or another test must come first.");
        }
        boolean refused = symptom.kind() == SymptomKind.REFUSED || symptom.kind() == SymptomKind.STEP;
        if (!refused || !got.equals("EFAULT")) {
            return Optional.empty();
        }
        return Optional.of("copy_to_user and copy_from_user return how many bytes they could not copy, so 0 is success."
                + " Look at the order of their arguments, to before from, and at how the result is tested.");
    }

    private static Optional<String> withoutMinus(int number, String wanted) {
        String name = Errno.of(number).name();
        return wanted.contains(name)
                ? Optional.of("The call returned " + number + ", which is " + name + " without its minus: return -"
                        + name + ".")
                : Optional.empty();
    }
}
