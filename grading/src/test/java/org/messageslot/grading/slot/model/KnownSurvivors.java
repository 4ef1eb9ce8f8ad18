// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The mutants that no check has to find, each with its reason.
 *
 * @param wrongModelsThatNoCheckFindsOnTheModel of {@link org.messageslot.model.WrongModels}
 * @param equivalentMutants of PIT's
 */
record KnownSurvivors(List<WrongModel> wrongModelsThatNoCheckFindsOnTheModel, List<Equivalent> equivalentMutants) {

    /** A wrong model by its name. */
    record WrongModel(String mistake, String reason) {}

    /** A change of a line of the model, as PIT describes it. */
    record Equivalent(String line, String change, String reason) {}

    static KnownSurvivors read() throws IOException {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(KnownSurvivors.class.getResourceAsStream("mutants.json")),
                StandardCharsets.UTF_8)) {
            return Objects.requireNonNull(new Gson().fromJson(reader, KnownSurvivors.class));
        }
    }
}
