// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastTests {

    private static final int CLASS = 200;
    private static final int AT_A_TIME = 3;
    private static final int CHECKS = 135;

    /** A clock that stands still until it is set. */
    private static final class Hand extends Clock {
        private long seconds;

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(seconds);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Hand clock = new Hand();

    /** Submissions begin together and end together, and it is asked while some are half done. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void afterATwentiethItIsRightWithinFifteenPercent(long seed) {
        Random random = new Random(seed);
        Forecast forecast = new Forecast(clock, CLASS + 30);
        clock.seconds = 100;
        forecast.opened(CLASS);
        Duration said = Duration.ZERO;
        long saidAt = 0;
        for (int done = 0; done < CLASS; done += AT_A_TIME) {
            int together = Math.min(AT_A_TIME, CLASS - done);
            for (int check = 1; check <= CHECKS; check++) {
                clock.seconds += random.nextInt(together * 2 + 1);
                for (int i = 0; i < together; i++) {
                    forecast.advanced("s" + (done + i), (double) check / CHECKS);
                }
                if (saidAt == 0 && done >= CLASS / 20 && check == CHECKS / 2) {
                    said = forecast.left();
                    saidAt = clock.seconds;
                }
            }
            for (int i = 0; i < together; i++) {
                forecast.ended("s" + (done + i));
            }
        }
        assertThat((double) said.toSeconds() / (clock.seconds - saidAt)).isBetween(0.85, 1.15);
        assertThat(forecast.left()).isZero();
    }

    @Test
    void whatWasGradedBeforeAndWhatEqualsAnotherTakesNoTime() {
        Forecast forecast = new Forecast(clock, 10);
        forecast.ended("before");
        forecast.opened(4);
        forecast.advanced("one", 0);
        clock.seconds = 60;
        forecast.ended("one");
        forecast.ended("equal to one");
        assertThat(forecast.passed()).hasMinutes(1);
        assertThat(forecast.left()).hasMinutes(3);
    }
}
