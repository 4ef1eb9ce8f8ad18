// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedLogTests {

    private static String kept(String text) throws IOException {
        BoundedLog log = new BoundedLog();
        log.drain(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return log.text();
    }

    @Test
    void keepsAShortTextWhole() throws IOException {
        assertThat(kept("one\r\ntwo\r\n")).isEqualTo("one\ntwo\n");
        String longer = "0123456789".repeat(20_000);
        assertThat(kept(longer)).isEqualTo(longer);
    }

    @Test
    void keepsTheBeginningAndTheEndOfALongOne() throws IOException {
        assertThat(kept("first" + "-".repeat(1_000_000) + "last"))
                .startsWith("first---")
                .contains("bytes cut out")
                .endsWith("---last")
                .hasSizeLessThan(300_000);
    }
}
