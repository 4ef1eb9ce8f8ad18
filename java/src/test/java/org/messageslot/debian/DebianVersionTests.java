// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebianVersionTests {

    private static final String ALPHABET = "0019aZ.+~-:";
    private static final int LONGEST = 7;

    private static int compare(String a, String b) {
        return Integer.signum(new DebianVersion(a).compareTo(new DebianVersion(b)));
    }

    /** The example of Debian policy, section 5.6.12, and those versions that it explains in words. */
    @Test
    void policysExamplesAreInOrder() {
        List<String> parts = List.of("~~", "~~a", "~", "", "a");
        for (int i = 0; i + 1 < parts.size(); i++) {
            assertThat(compare("1" + parts.get(i), "1" + parts.get(i + 1))).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.0~beta1~svc1245, 1.0~beta1",
        "1.0~beta1, 1.0",
        "6.1.9-1, 6.1.10-1",
        "6.1.99-1, 6.12.1-1",
        "6.12.9-1~bpo12+1, 6.12.9-1",
        "6.12.9-1, 6.12.9-1+deb12u1",
        "9:1, 10:0",
        "99, 1:0",
        "1.2-3, 1.2-10",
        "1.2, 1.2-1",
        "1.2-1-1, 1.2-1-2",
        "1a, 1b",
        "1Z, 1a",
        "1a, 1+",
        "1.a, 1.+",
        "99999999999999999998, 99999999999999999999"
    })
    void theFirstIsOlder(String older, String newer) {
        assertThat(compare(older, newer)).isEqualTo(-1);
        assertThat(compare(newer, older)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1.00", "0:1, 1", "1-0, 1", "1., 1.0"})
    void versionsMayBeEqualAndWrittenOtherwise(String a, String b) {
        assertThat(new DebianVersion(a)).isEqualTo(new DebianVersion(b)).hasSameHashCodeAs(new DebianVersion(b));
    }

    @Test
    void randomVersionsHaveOneOrder() {
        Random random = new Random(1);
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            versions.add(random(random));
        }
        List<String> sorted = new ArrayList<>(versions);
        Collections.shuffle(sorted, random);
        sorted.sort(DebianVersionTests::compare);
        for (int i = 0; i < sorted.size(); i++) {
            for (int j = i; j < sorted.size(); j++) {
                String pair = sorted.get(i) + " and " + sorted.get(j);
                assertThat(compare(sorted.get(i), sorted.get(j))).as(pair).isLessThanOrEqualTo(0);
                assertThat(compare(sorted.get(j), sorted.get(i)))
                        .as(pair)
                        .isEqualTo(-compare(sorted.get(i), sorted.get(j)));
            }
        }
    }

    @Test
    void aTildeMakesAVersionOlderAndAnythingElseNewer() {
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            String version = random(random);
            assertThat(compare(version + "~", version)).as(version).isEqualTo(-1);
            assertThat(compare(version + "x", version)).as(version).isEqualTo(1);
        }
    }

    private static String random(Random random) {
        StringBuilder text = new StringBuilder().append(random.nextInt(3)).append(':');
        for (int i = 0; i < 1 + random.nextInt(LONGEST); i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
