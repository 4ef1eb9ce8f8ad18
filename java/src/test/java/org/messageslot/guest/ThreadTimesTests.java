// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long a process waited for a processor, on machines that do not tell. */
class ThreadTimesTests {

    @Test
    void mostOfTheTimeWithoutAProcessorIsPresumedToBeAWait() {
        assertThat(ThreadTimes.presumedWaits(400, 0)).isEqualTo(300);
        assertThat(ThreadTimes.presumedWaits(400, 400)).isZero();
        assertThat(ThreadTimes.presumedWaits(400, 700)).as("on two processors").isZero();
    }
}
