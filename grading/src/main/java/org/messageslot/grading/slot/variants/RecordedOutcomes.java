// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.variants;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.rubric.DataFileException;

/**
 * Records how the checks of all variants ended when they were last judged, kept beside the variants: by it prices are reckoned anew
 * without a guest when points change.
 */
public final class RecordedOutcomes {

    /** Its name in the folder of the variants. */
    public static final String FILE = "outcomes.json";

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
    private static final Type FORM = new TypeToken<TreeMap<String, TreeMap<String, Outcome>>>() {}.getType();

    private RecordedOutcomes() {}

    /**
     * Reads a record.
     *
     * @param folder the folder of the variants
     * @return for each variant the checks that did not pass, and how they ended
     * @throws DataFileException if the file is no record
     * @throws IOException if it cannot be read
     */
    public static Map<String, Map<String, Outcome>> read(Path folder) throws DataFileException, IOException {
        Path file = folder.resolve(FILE);
        try {
            TreeMap<String, Map<String, Outcome>> read = GSON.fromJson(Files.readString(file), FORM);
            return read == null ? Map.of() : read;
        } catch (JsonParseException e) {
            throw new DataFileException(file + " is no record of outcomes; lab variants --record writes one.");
        }
    }

    /**
     * Writes a run into a record; variants that were not judged keep what was recorded of them.
     *
     * @param known what was recorded before
     * @param judgements the run
     * @return the record's text
     */
    public static String updated(Map<String, Map<String, Outcome>> known, List<Judgement> judgements) {
        Map<String, Map<String, Outcome>> all = new TreeMap<>(known);
        for (Judgement judgement : judgements) {
            Map<String, Outcome> kept = new TreeMap<>();
            judgement.outcomes().forEach((id, outcome) -> {
                if (outcome.status() != Status.PASSED && outcome.status() != Status.NOT_RUN) {
                    kept.put(id, brief(outcome));
                }
            });
            all.put(judgement.variant().name(), kept);
        }
        return GSON.toJson(all, FORM) + "\n";
    }

    /** Without calls and logs, which no price depends on, and what is another each time. */
    private static Outcome brief(Outcome outcome) {
        return new Outcome(
                        outcome.status(),
                        outcome.message(),
                        outcome.wanted(),
                        outcome.got(),
                        List.of(),
                        "",
                        outcome.oops(),
                        0)
                .withSymptom(outcome.symptom());
    }
}
