// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.messageslot.grading.slot.SlotAssignment;

class ExaminationTests {

    @Test
    void everyCheckOfTheCatalogueIsImplementedAndNoOther() {
        assertThat(SlotAssignment.SLOT
                        .catalogue()
                        .differencesTo(CheckMethods.of(SlotAssignment.SLOT).ids()))
                .isEmpty();
    }
}
