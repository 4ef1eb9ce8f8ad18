// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.messageslot.grading.rubric.Catalogue;

class ExaminationTests {

    @Test
    void everyCheckOfTheCatalogueIsImplementedAndNoOther() {
        assertThat(Catalogue.standard().differencesTo(Examination.ids())).isEmpty();
    }
}
