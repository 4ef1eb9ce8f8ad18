// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What walkthroughs ask of a student's Java, however busy the machine is. */
class RacesTests {

    @Test
    void aWriteThatSleepsPauses() {
        assertThat(Races.pauses(text -> Thread.sleep(1))).isTrue();
    }

    @Test
    void aWriteThatSleepsAndSaysNothingPausesToo() {
        assertThat(Races.pauses(text -> {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException e) {
                        assertThat(e).isNotNull();
                    }
                }))
                .isTrue();
    }

    @Test
    void aWriteThatOnlyTakesLongDoesNot() {
        assertThat(Races.pauses(text -> {
                    long end = System.nanoTime() + 5_000_000;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                }))
                .isFalse();
    }
}
