// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.messageslot.model.ModelKernel;
import org.messageslot.model.WrongModels;

/** Each wrong model fails a check that costs points and looks for one thing. */
class WrongModelsTests {

    @Test
    void eachIsFound() throws IOException {
        Map<String, Function<ModelKernel.Ways, ModelKernel>> models = WrongModels.all();
        List<String> survivors = models.entrySet().stream()
                .filter(model -> !isFound(model.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        System.out.println("Wrong models: " + (models.size() - survivors.size()) + " of " + models.size()
                + " are found by a check that costs points.");
        List<String> known = KnownSurvivors.read().wrongModelsThatNoCheckFindsOnTheModel().stream()
                .map(KnownSurvivors.WrongModel::mistake)
                .toList();
        assertThat(survivors).containsExactlyInAnyOrderElementsOf(known);
    }

    private static boolean isFound(Function<ModelKernel.Ways, ModelKernel> model) {
        return PlainChecks.all().stream()
                .anyMatch(check -> PlainChecks.outcome(check.edition(), model, check.id())
                        .filter(PlainChecks::finds)
                        .isPresent());
    }
}
