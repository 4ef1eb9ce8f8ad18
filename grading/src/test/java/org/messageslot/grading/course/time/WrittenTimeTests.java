// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as Moodle and people write them. */
class WrittenTimeTests {

    private static final Optional<ZoneId> HOME = Optional.of(ZoneId.of("Asia/Jerusalem"));
    private static final Instant AT = Instant.parse("2024-01-17T21:58:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wednesday, 17 January 2024, 11:58 PM",
                "Wednesday, January 17, 2024, 11:58 PM",
                "Wednesday, 17 January 2024, 11:58 p.m.",
                "יום רביעי, 17 ינואר 2024, 11:58 PM",
                "Mittwoch, 17. Januar 2024, 23:58",
                "mercredi 17 janvier 2024, 23:58",
                "miércoles, 17 de enero de 2024, 23:58",
                "quarta-feira, 17 de janeiro de 2024, 23:58",
                "mercoledì, 17 gennaio 2024, 23:58",
                "среда, 17 января 2024, 23:58",
                "woensdag, 17 januari 2024, 23:58",
                "środa, 17 stycznia 2024, 23:58",
                "2024年01月17日 星期三 23:58",
                "17.01.2024 23:58",
                "2024-01-17 23:58",
                "2024-01-17T21:58:00Z",
                "2024-01-17 16:58:00 -0500",
            })
    void manyLanguagesAndFormsAreRead(String text) throws Exception {
        assertThat(WrittenTime.read(List.of(text), HOME)).containsExactly(Optional.of(AT));
    }

    @Test
    void noonAndMidnightAreToldApart() throws Exception {
        assertThat(WrittenTime.read(
                        List.of("Thursday, 18 January 2024, 12:05 AM", "Thursday, 18 January 2024, 12:05 PM"), HOME))
                .containsExactly(
                        Optional.of(Instant.parse("2024-01-17T22:05:00Z")),
                        Optional.of(Instant.parse("2024-01-18T10:05:00Z")));
    }

    @Test
    void dayAndMonthAreToldByTheWholeColumnOrNotAtAll() throws Exception {
        assertThat(WrittenTime.read(List.of("03/04/2024 10:00", "17/04/2024 10:00"), HOME)
                        .get(0))
                .contains(Instant.parse("2024-04-03T07:00:00Z"));
        assertThatThrownBy(() -> WrittenTime.read(List.of("03/04/2024 10:00"), HOME))
                .hasMessageContaining("which number in '03/04/2024 10:00' is the day");
    }

    @Test
    void withoutAZoneATimeWithoutAnOffsetIsNone() throws Exception {
        assertThat(WrittenTime.read(List.of("2024-01-17 23:58", "2024-01-17 23:58 +02:00"), Optional.empty()))
                .containsExactly(Optional.empty(), Optional.of(AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2024-01-17", "10:00", "Wednesday, 32 January 2024, 11:58 PM", "x 2024 10:00"})
    void whatIsNoTimeIsTold(String text) {
        assertThatThrownBy(() -> WrittenTime.read(List.of(text), HOME))
                .isInstanceOf(WrittenTime.UnreadableTime.class)
                .hasMessageContaining("'" + text + "' is no date");
    }
}
