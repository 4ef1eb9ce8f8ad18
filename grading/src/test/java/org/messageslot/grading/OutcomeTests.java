// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomeTests {

    private static final Outcome WRONG =
            Outcome.without(Status.FAILED, "The module was unloaded while a file was open.");
    private static final Outcome CRASH = Outcome.without(Status.CRASHED, "The kernel crashed.");

    @Test
    void ofACrashAfterAWrongAnswerTheAnswerIsToldFirst() {
        Outcome both = WRONG.orWorse(CRASH);
        assertThat(both.status()).isEqualTo(Status.CRASHED);
        assertThat(both.message()).isEqualTo("The module was unloaded while a file was open. The kernel crashed.");
    }

    @Test
    void whatIsNoWorseIsNotTold() {
        assertThat(WRONG.orWorse(Outcome.passed(1))).isSameAs(WRONG);
        assertThat(WRONG.orWorse(WRONG.withMessage("Another."))).isSameAs(WRONG);
        assertThat(Outcome.passed(1).orWorse(CRASH)).isSameAs(CRASH);
    }
}
