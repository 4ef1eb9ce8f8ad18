// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import java.util.function.Function;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.trial.VenueRun;
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
     * Prepares.
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
     * Runs a check.
     *
     * @param id the check's id
     * @param seed what contents and numbers vary by
     * @return what it came to
     * @throws OnlyInGuest if it asks for more than a model has
     */
    public Outcome of(String id, long seed) {
        return VenueRun.of(id, new ModelVenue(edition, models, watch), edition, seed);
    }
}
