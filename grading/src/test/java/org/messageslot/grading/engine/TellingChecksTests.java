// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.variants.RecordedOutcomes;
import org.messageslot.grading.trial.CheckMethods;

/** The checks that practice runs first find the usual mistakes. */
class TellingChecksTests {

    @Test
    void theyAreFewOfThoseThatThereAre() {
        assertThat(CheckMethods.of(SlotAssignment.SLOT).telling()).hasSizeLessThan(21);
        assertThat(SlotAssignment.SLOT.catalogue().ids())
                .containsAll(CheckMethods.of(SlotAssignment.SLOT).telling());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "length-0-is-einval",
                "every-error-is-eperm",
                "length-by-strlen",
                "copy-from-user-ignored",
                "copy-to-user-ignored",
                "fault-path-keeps-lock",
                "empty-read-keeps-lock",
                "allocation-unchecked-in-write",
                "old-message-freed-first",
                "unload-uses-freed-nodes",
                "empty-channel-is-einval",
                "channel-0-accepted",
                "unload-forgets-last-channel",
                "close-frees-nothing",
                "minor-ignored",
                "channel-kept-in-slot",
                "unknown-ioctl-accepted",
            })
    void oneOfThemFailsForEachUsualMistake(String variant) throws Exception {
        Map<String, Outcome> recorded = Objects.requireNonNull(
                RecordedOutcomes.read(Path.of("variants")).get(variant), variant);
        assertThat(CheckMethods.of(SlotAssignment.SLOT).telling())
                .anyMatch(check -> recorded.containsKey(check)
                        && Objects.requireNonNull(recorded.get(check)).status().isFailure());
    }
}
