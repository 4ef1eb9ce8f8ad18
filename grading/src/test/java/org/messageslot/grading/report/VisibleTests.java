// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTests {

    @Test
    void whatSteersIsWrittenOut() {
        assertThat(Visible.line("a\u001b[31mb\u0007\u009b\u007f")).isEqualTo("a\\x1b[31mb\\x07\\x9b\\x7f");
        assertThat(Visible.line("\u202e\u2066\u200b\ufeff\u2028\ud800"))
                .isEqualTo("\\u202e\\u2066\\u200b\\ufeff\\u2028\\ud800");
        assertThat(Visible.line("\udb40\udc41")).isEqualTo("\\U000e0041");
        assertThat(Visible.line("a\r\n\tb")).isEqualTo("a\\r\\n\\tb");
        assertThat(Visible.lines("a\n\tb\r")).isEqualTo("a\n\tb\\r");
    }

    @Test
    void lettersOfAllScriptsStay() {
        String text = "naïve שלום عربى 日本語 🙂 €";
        assertThat(Visible.line(text)).isEqualTo(text);
    }

    @Test
    void everyCharacterBecomesShowable() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            assertThat(Visible.line(Character.toString(c)).codePoints().allMatch(Visible::hasGlyph))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '~',
            value = {
                "hello ~ hello",
                "=1+1 ~ '=1+1",
                "+1 ~ '+1",
                "-2 ~ '-2",
                "@SUM(A1) ~ '@SUM(A1)",
                "|cmd ~ '|cmd",
                "＝1 ~ '＝1",
                "a,b ~ `\"a,b\"`",
                "a;b ~ `\"a;b\"`",
                "say \"hi\" ~ `\"say \"\"hi\"\"\"`",
                "ends, -here ~ `\"ends, -here\"`",
                "`` ~ ``",
            })
    void cellsAreNoFormulas(String text, String cell) {
        assertThat(CsvCell.of(text)).isEqualTo(cell);
    }

    @Test
    void blanksBeforeAFormulaDoNotHideIt() {
        assertThat(CsvCell.of(" =1")).isEqualTo("' =1");
        assertThat(CsvCell.of("\t=1")).isEqualTo("\"'\t=1\"");
        assertThat(CsvCell.of("\r=1")).isEqualTo("'\\r=1");
        assertThat(CsvCell.of("a\u0000b")).isEqualTo("a\\x00b");
    }
}
