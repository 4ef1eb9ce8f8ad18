// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlimModuleTests {

    @Test
    void leavesWhatIsNoModuleAlone() {
        for (String text : new String[] {"", "\177ELF", "nothing of the kind"}) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(SlimModule.of(bytes)).isEqualTo(bytes);
        }
    }

    @Test
    void survivesHeadersThatLie() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[256];
            random.nextBytes(bytes);
            bytes[0] = 0x7f;
            bytes[1] = 'E';
            bytes[2] = 'L';
            bytes[3] = 'F';
            bytes[4] = 2;
            bytes[58] = 64;
            bytes[59] = 0;
            for (int zero = 41; zero < 48; zero++) {
                bytes[zero] = 0;
            }
            bytes[61] = 0;
            assertThat(SlimModule.of(bytes).length).isLessThanOrEqualTo(256);
        }
    }
}
