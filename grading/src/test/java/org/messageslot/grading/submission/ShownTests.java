// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTests {

    @Test
    void namesAreOneVisibleLine() {
        assertThat(Shown.name("message_slot.c")).isEqualTo("message_slot.c");
        assertThat(Shown.name("רשימה.c")).isEqualTo("רשימה.c");
        assertThat(Shown.name("a\nb\r\u001b[2J\u0000")).isEqualTo("a\\nb\\r\\x1b[2J\\x00");
        assertThat(Shown.name("a\u202ec.txt\ufeff")).isEqualTo("a\\u{202e}c.txt\\u{feff}");
        assertThat(Shown.name("lone \ud800 surrogate")).isEqualTo("lone \\u{d800} surrogate");
        assertThat(Shown.name("x".repeat(1000))).isEqualTo("x".repeat(100) + "... (1000 characters)");
    }

    @Test
    void textKeepsItsLinesAndLosesItsTail() {
        assertThat(Shown.text("a\r\n\tb\u001b\n", 100)).isEqualTo("a\n\tb\\x1b\n");
        assertThat(Shown.text("one\ntwo\nthree\n", 9)).isEqualTo("one\ntwo\n... (1 more lines)\n");
        assertThat(Shown.text("\ud83d\ude00".repeat(5), 3)).startsWith("\ud83d\ude00\n...");
    }
}
