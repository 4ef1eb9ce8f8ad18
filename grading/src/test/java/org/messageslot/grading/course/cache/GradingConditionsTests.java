// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.SlotAssignment;

/** A grade that was kept is given again only where everything is as it was. */
class GradingConditionsTests {

    @Test
    void equal_conditions_have_equal_digests() throws Exception {
        assertThat(conditions(SlotAssignment.SLOT.editions().text("2024")))
                .isEqualTo(conditions(SlotAssignment.SLOT.editions().text("2024")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"programs\": \"c\"|\"programs\": \"java\"",
                "\"perOpenFile\": true|\"perOpenFile\": false",
                "\"major\": 235|\"major\": 240",
                "\"crash\": {\"points\": 35|\"crash\": {\"points\": 30",
                "\"small-buffer\": 2|\"small-buffer\": 3",
            })
    void each_field_of_an_edition_counts(String as_it_is, String changed) throws Exception {
        String text = SlotAssignment.SLOT.editions().text("2024");
        assertThat(text).contains(as_it_is);
        String other = text.replace(as_it_is, changed);
        if (changed.contains("small-buffer")) {
            other = other.replace("\"total\": 100", "\"total\": 101");
        }
        assertThat(conditions(other)).isNotEqualTo(conditions(text));
    }

    private static GradingConditions conditions(String edition) throws IOException, DataFileException {
        Edition read = SlotAssignment.SLOT.editions().parse("edition.json", edition);
        return GradingConditions.of(read, read.rubric(), 1, "6.1.0-1-cloud-amd64");
    }
}
