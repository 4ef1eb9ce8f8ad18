// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnippetResultTests {

    @ParameterizedTest
    @CsvSource({
        "hello, hello, true",
        "hello, hellO, false",
        "hello, hello!, false",
        "h...o, hello, true",
        "..., hello, true",
        "h.llo, hello, false",
        "(3) [x], (3) [x], true",
        "a...b...c, a--b--c, true",
        "a...b...c, a--c--b, false",
    })
    void wildcardsStandForAnythingAndNothingElseDoes(String pattern, String text, boolean alike) {
        assertThat(SnippetResult.like(pattern, text)).isEqualTo(alike);
    }

    @ParameterizedTest
    @CsvSource({
        "EWOULDBLOCK, true",
        "ewouldblock, true",
        "EAGAIN, true",
        "throws EWOULDBLOCK, true",
        "ErrnoException, true",
        "11, true",
        "EINVAL, false",
        "block, false",
    })
    void anErrorMayBePredictedByAnyOfItsNames(String typed, boolean right) {
        SnippetResult outcome = new SnippetResult(
                "",
                new SnippetResult.Thrown(
                        "ErrnoException", "read(fd 3): Resource temporarily unavailable, EWOULDBLOCK (11)"));
        assertThat(outcome.isMeantBy(typed)).isEqualTo(right);
    }

    @Test
    void aValueMayBePredictedWithoutItsQuotes() {
        SnippetResult outcome = new SnippetResult("", new SnippetResult.Value("\"hello\""));
        assertThat(outcome.isMeantBy("hello")).isTrue();
        assertThat(outcome.isMeantBy("\"hello\"")).isTrue();
        assertThat(outcome.isMeantBy("hell")).isFalse();
        assertThat(outcome.isMeantBy("")).isFalse();
    }
}
