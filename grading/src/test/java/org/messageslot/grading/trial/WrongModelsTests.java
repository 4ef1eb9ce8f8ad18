// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.messageslot.model.ModelKernel;
import org.messageslot.model.WrongModels;

/** Each wrong model fails a check that costs points and looks for one thing. */
class WrongModelsTests {

    @Test
    void eachIsFound() {
        Map<String, Function<ModelKernel.Ways, ModelKernel>> models = WrongModels.all();
        List<String> survivors = models.entrySet().stream()
                .filter(model -> findings(model.getValue()).findFirst().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (System.getProperty("all") != null) models.forEach((name, model) -> System.out.println(name + ": " + findings(model).toList()));
        System.out.println("Wrong models: " + (models.size() - survivors.size()) + " of " + models.size()
                + " are found by a check that costs points.");
        assertThat(survivors).isEmpty();
    }

    private static Stream<String> findings(Function<ModelKernel.Ways, ModelKernel> model) {
        return PlainChecks.all().entrySet().stream()
                .filter(check -> PlainChecks.outcome(check.getValue(), model, check.getKey())
                        .filter(PlainChecks::finds)
                        .isPresent())
                .map(Map.Entry::getKey);
    }
}
