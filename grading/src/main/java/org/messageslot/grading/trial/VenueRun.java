// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.platform.commons.support.ReflectionSupport;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.assignment.Assignment;
import org.messageslot.grading.assignment.Edition;

/**
 * Runs a check in a venue that is no guest: the same methods, judged in the same way, wherever something answers system calls.
 *
 * <p>Stateless.
 */
public final class VenueRun {

    private VenueRun() {}

    /**
     * Tells why a check has to run in a guest, as far as its declaration says so.
     *
     * @param assignment of which assignment the check is
     * @param id the check's id
     * @return the reason, as a sentence without its subject; empty if nothing is known against running it elsewhere
     */
    public static Optional<String> onlyInGuest(Assignment assignment, String id) {
        Check check = CheckMethods.of(assignment).check(id);
        if (check.programs().length > 0) {
            return Optional.of("it runs a program of the submission's");
        }
        return Optional.ofNullable(
                switch (check.guest()) {
                    case PLAIN, POISON -> null;
                    case NONE -> "it looks at what the build made";
                    case LEDGER -> "it asks what memory the module holds";
                    case JAVA -> "it needs a Java in the guest";
                    case TWO_CPUS -> "its threads want two processors";
                    case LARGE -> "it is about a kernel's memory";
                });
    }

    /**
     * Runs a check.
     *
     * @param id the check's id
     * @param venue where it takes place; for this trial only
     * @param edition by which edition
     * @param seed what contents and numbers vary by
     * @return what it came to
     * @throws OnlyInGuest if it asks for more than a venue has
     */
    public static Outcome of(String id, Venue venue, Edition edition, long seed) {
        onlyInGuest(edition.assignment(), id).ifPresent(reason -> {
            throw new OnlyInGuest(reason);
        });
        CheckMethods methods = CheckMethods.of(edition.assignment());
        Check check = methods.check(id);
        Exam exam = Exam.onModel(venue, edition, seed);
        Method method = methods.method(id);
        Trial trial = Trial.of(method.getParameterTypes()[0], new Trial.Setting(exam, check));
        Object checks = ReflectionSupport.newInstance(method.getDeclaringClass());
        Outcome outcome = new Judge(exam, check)
                .run(trial, () -> ReflectionSupport.invokeMethod(method, checks, trial))
                .body();
        if (exam.faults().peek() instanceof OnlyInGuest only) {
            throw only;
        }
        return outcome;
    }
}
