// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;

/**
 * Asks again where a kernel crashed, hung or complained and nothing of the module can be seen in it. Most often the module damaged
 * that kernel before, and does so again. But emulators make mistakes, too, once in some thousands of checks. So it has to happen
 * in two of three kernels. Tampering, by which a whole grade is lost, has to, too.
 */
final class Confirmation {

    static final String ONCE =
            "One kernel failed where nothing of the module was to be seen, and two further ones did not.";

    static final String CHANGED_ONCE = "One kernel had other code than before, and two further ones did not.";

    private static final int FURTHER = 2;

    private final Predicate<String> shows;

    /** By what tells whether a log shows something of the module. */
    Confirmation(Predicate<String> shows) {
        this.shows = shows;
    }

    /**
     * Confirms what came of a check.
     *
     * @param first what came of it in the first kernel
     * @param again runs it in another one
     * @return the same, or what came of it in another kernel that failed as the first did and shows where; if two other kernels
     *     did not fail, what came of it in the last of them that could be worked with
     */
    Exam.CheckResult of(Exam.CheckResult first, SecondOpinion.Repetition again) {
        if (outcomes(first).noneMatch(this::isStrange)) {
            return first;
        }
        Optional<Exam.CheckResult> last = Optional.empty();
        for (int kernel = 1; kernel <= FURTHER; kernel++) {
            Exam.CheckResult other = again.run();
            if (confirms(other, first)) {
                return tellsMore(other, first) ? other : first;
            }
            if (other.body().status() != Status.UNGRADABLE) {
                last = Optional.of(other);
            }
        }
        return last.map(one -> told(first, one)).orElse(first);
    }

    /** Nothing is decided in silence: whoever reads of the check reads of the kernel that is not believed, too. */
    private static Exam.CheckResult told(Exam.CheckResult first, Exam.CheckResult last) {
        String once = first.body().status() == Status.TAMPERED ? CHANGED_ONCE : ONCE;
        String message = (last.body().message() + " " + once).strip();
        return new Exam.CheckResult(last.body().withMessage(message), last.unloading());
    }

    /**
     * A wrong answer in another kernel is something else that the module does, and confirms nothing. Of a kernel that failed, another
     * one that cannot be worked with is confirmation, or a module could make its own grade void.
     */
    private static boolean confirms(Exam.CheckResult other, Exam.CheckResult first) {
        if (first.body().status() == Status.TAMPERED) {
            return other.body().status() == Status.TAMPERED;
        }
        return other.body().status() == Status.UNGRADABLE || outcomes(other).anyMatch(Confirmation::isOfTheKernel);
    }

    private boolean tellsMore(Exam.CheckResult other, Exam.CheckResult first) {
        return other.body().status() == first.body().status() && outcomes(other).noneMatch(this::isStrange);
    }

    private static Stream<Outcome> outcomes(Exam.CheckResult finding) {
        return Stream.concat(Stream.of(finding.body()), finding.unloading().stream());
    }

    private boolean isStrange(Outcome outcome) {
        boolean far = isOfTheKernel(outcome) && !shows.test(outcome.kernelLog());
        return far || outcome.status() == Status.TAMPERED;
    }

    private static boolean isOfTheKernel(Outcome outcome) {
        return switch (outcome.status()) {
            case CRASHED, HUNG -> true;
            case FAILED, NOT_JUDGED -> outcome.oops() != null;
            default -> false;
        };
    }
}
