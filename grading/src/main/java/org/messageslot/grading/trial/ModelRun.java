// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.platform.commons.support.ReflectionSupport;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.edition.Edition;
import org.messageslot.model.ModelKernel;

/**
 * Runs checks on a model in memory, in place of a kernel with a module: the same methods, judged in the same way, in milliseconds.
 *
 * <p>So a check itself is tested: it passes on the model, which is right, and fails on a model that has the mistake it is for.
 * Not thread-safe.
 */
public final class ModelRun {

    private final Edition edition;
    private final Function<ModelKernel.Ways, ModelKernel> models;
    private final CallWatch watch;

    /**
     * Prepare.
     *
     * @param edition by which edition
     * @param models makes what stands for the module, each time it is loaded
     * @param watch hears of each call
     */
    public ModelRun(Edition edition, Function<ModelKernel.Ways, ModelKernel> models, CallWatch watch) {
        this.edition = edition;
        this.models = models;
        this.watch = watch;
    }

    /**
     * Tell why a check has to run in a guest, as far as its declaration says so.
     *
     * @param id the check's id
     * @return the reason, as a sentence without its subject; empty if nothing is known against running it on a model
     */
    public static Optional<String> onlyInGuest(String id) {
        Check check = check(id);
        if (!List.of(check.needs()).equals(List.of(Need.MODULE))) {
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
     * Run a check.
     *
     * @param id the check's id
     * @param seed what contents and numbers vary by
     * @return what it came to
     * @throws OnlyInGuest if it asks for more than a model has
     */
    public Outcome of(String id, long seed) {
        onlyInGuest(id).ifPresent(reason -> {
            throw new OnlyInGuest(reason);
        });
        Exam exam = Exam.onModel(new ModelVenue(edition, models, watch), edition, seed);
        Trial trial = new Trial(exam, check(id));
        Method method = Examination.method(id);
        Object checks = ReflectionSupport.newInstance(method.getDeclaringClass());
        Outcome outcome = new Judge(exam, check(id))
                .run(trial, () -> ReflectionSupport.invokeMethod(method, checks, trial))
                .body();
        if (exam.faults().peek() instanceof OnlyInGuest only) {
            throw only;
        }
        return outcome;
    }

    private static Check check(String id) {
        return Examination.method(id).getAnnotation(Check.class);
    }
}
