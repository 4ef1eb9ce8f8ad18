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
            "The kernel itself gives ENOTTY where struct file_operations has no .unlocked_ioctl, or that returns"
                    + " -ENOTTY.",
            "ENXIO",
            "The kernel itself gives ENXIO where no driver is registered for the node's major number.",
            "ENODEV",
            "The kernel itself gives ENODEV where no driver is registered for the node's major number.",
            "ENOSYS",
            "A system call that the kernel does not know gives ENOSYS; a driver returns an error that its clause names.");

    private Hint() {}

    /**
     * Choose a hint.
     *
     * @param verdict how a check ended
     * @return a hint in whole sentences; empty where a crash or a hang says more by itself
     */
    static String of(Verdict verdict) {
        Outcome outcome = verdict.outcome();
        if (outcome.oops() != null || outcome.status() == Status.CRASHED || outcome.status() == Status.HUNG) {
            return "";
        }
        return ofAnswer(outcome).orElse(verdict.check().hint());
    }

    private static Optional<String> ofAnswer(Outcome outcome) {
        Matcher error = ERROR.matcher(outcome.got());
        if (error.matches()) {
            return ofError(outcome.symptom(), error.group(1));
        }
        Matcher number = NUMBER.matcher(outcome.got());
        return outcome.symptom().kind() == Symptom.Kind.ACCEPTED && number.matches()
                ? withoutMinus(Integer.parseInt(number.group(1)), outcome.wanted())
                : Optional.empty();
    }

    private static Optional<String> ofError(Symptom symptom, String got) {
        if (ODD_ERRORS.containsKey(got)) {
            return Optional.ofNullable(ODD_ERRORS.get(got));
        }
        if (symptom.kind() == Symptom.Kind.WRONG_ERROR) {
            return Optional.of("The call is refused, as it should be; only the error is wrong. Find what returns -"
                    + got + " here: -" + symptom.wanted() + " belongs there, or another test must come first.");
        }
        boolean refused = symptom.kind() == Symptom.Kind.REFUSED || symptom.kind() == Symptom.Kind.STEP;
        return refused && got.equals("EFAULT")
                ? Optional.of(
                        "copy_to_user and copy_from_user return how many bytes they could not copy, so 0 is success."
                                + " Look at the order of their arguments, to before from, and at how the result is tested.")
                : Optional.empty();
    }

    private static Optional<String> withoutMinus(int number, String wanted) {
        String name = Errno.of(number).name();
        return wanted.contains(name)
                ? Optional.of("The call returned " + number + ", which is " + name + " without its minus: return -"
                        + name + ".")
                : Optional.empty();
    }
}
