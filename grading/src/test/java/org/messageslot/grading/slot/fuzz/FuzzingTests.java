// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Damaged input of every kind, for some seconds; {@code lab bench fuzz} goes on for an hour. */
class FuzzingTests {

    private static final Duration SOME_SECONDS = Duration.ofSeconds(15);

    @Test
    void noReaderFailsOnDamagedInput() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime() & 0xffffff);
        System.err.println("fuzzing with seed " + seed + "; -Dseed=" + seed + " tries the same");
        Fuzzing.Summary summary = new Fuzzing(seed).run(SOME_SECONDS);
        assertThat(summary.failures()).as("seed %s", seed).isEmpty();
        assertThat(summary.inputs()).isPositive();
    }

    @Test
    void oneInputCanBeTriedAgain() throws Exception {
        assertThat(Fuzzing.again("zip", 4711)).isEmpty();
        assertThatThrownBy(() -> Fuzzing.again("rar", 1))
                .isInstanceOf(IOException.class)
                .hasMessage("There is no reader rar; there are zip, tar, source, log, grade, list.");
    }
}
