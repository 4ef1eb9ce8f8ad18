// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.messageslot.guest.ProcessorWaits.Look;

/** How long processes waited for a processor, on a system that does not count it. */
class ProcessorWaitsTests {

    @Test
    void whatIsReadyAndDoesNotRunWaits() {
        ProcessorWaits waits = new ProcessorWaits();
        assertThat(waits.until(new Look(1000, true, 50))).isZero();
        assertThat(waits.until(new Look(1100, true, 60))).isEqualTo(90);
        assertThat(waits.until(new Look(1200, true, 160)))
                .as("it ran all the while")
                .isEqualTo(90);
        assertThat(waits.until(new Look(1300, true, 360)))
                .as("on two processors")
                .isEqualTo(90);
    }

    @Test
    void whatSleepsDoesNotWait() {
        ProcessorWaits waits = new ProcessorWaits();
        waits.until(new Look(0, false, 0));
        assertThat(waits.until(new Look(100, false, 0))).isZero();
        assertThat(waits.until(new Look(200, true, 0)))
                .as("it may have been ready since long")
                .isEqualTo(100);
        assertThat(waits.until(new Look(300, false, 0)))
                .as("it may have been ready for long")
                .isEqualTo(200);
        assertThat(waits.until(new Look(400, false, 0))).isEqualTo(200);
    }

    @Test
    void theWordsOfPsAreRead() {
        String macos = "S      0:01.53\nR+   101:00.02\n";
        assertThat(Look.of(7, macos)).isEqualTo(new Look(7, true, 6_061_550_000_000L));
        assertThat(Look.of(7, "Ssl  00:00:02\n")).isEqualTo(new Look(7, false, 2_000_000_000L));
        assertThat(Look.of(7, "U    1-02:03:04\n")).isEqualTo(new Look(7, true, 93_784_000_000_000L));
    }

    @Test
    void withoutAWordOfPsNothingProvesThatItSleeps() {
        assertThat(Look.of(7, "")).isEqualTo(new Look(7, true, 0));
        assertThat(Look.of(7, "ps: illegal process id: x\n")).isEqualTo(new Look(7, true, 0));
    }
}
