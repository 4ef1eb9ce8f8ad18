// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.edition.Edition;

class StepsTests {

    private final Steps steps = Steps.standard();
    private final Rubric rubric = Edition.standard().rubric();

    @Test
    void goInTheOrderOfTeaching() {
        assertThat(steps.all().stream().map(Step::title))
                .containsExactly(
                        "register", "open", "ioctl", "write", "read", "errors", "release and unload", "programs");
        assertThat(steps.all().stream().map(Step::number)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void everyCheckThereIsHasOne() {
        List<String> named =
                steps.all().stream().flatMap(step -> step.checks().stream()).toList();
        assertThat(named)
                .as("each check in one step of steps.json")
                .containsExactlyInAnyOrderElementsOf(Catalogue.standard().ids());
    }

    @Test
    void noCheckMustPassBeforeOneThatItNeeds() {
        for (CheckDescription check : rubric.checks()) {
            assertThat(check.dependsOn())
                    .as(check.id())
                    .allMatch(needed -> steps.stepOf(needed) <= steps.stepOf(check.id()));
        }
    }

    @Test
    void moreStepsAreWorthMorePoints() throws DataFileException {
        int before = 0;
        for (int done = 1; done <= steps.last(); done++) {
            int points = steps.upTo(rubric, done).maxScore().hundredths();
            assertThat(points).isGreaterThan(before);
            before = points;
        }
        assertThat(before).isEqualTo(rubric.maxScore().hundredths());
    }

    @Test
    void checksKeepTheirPoints() throws DataFileException {
        Rubric early = steps.upTo(rubric, 2);
        assertThat(early.checks().stream().map(CheckDescription::id))
                .containsExactlyInAnyOrder(
                        "registration-fails",
                        "registration-failure-is-logged",
                        "load-and-unload",
                        "device-major",
                        "load-repeatedly");
        assertThat(early.checks())
                .allSatisfy(check -> assertThat(check.maxPoints())
                        .isEqualTo(rubric.check(check.id()).orElseThrow().maxPoints()));
    }

    @Test
    void aCrashCostsNoMoreThanItsCheckInPractice() throws DataFileException {
        assertThat(rubric.rules().crash().points().isPositive()).isTrue();
        assertThat(steps.upTo(rubric, 8).rules().crash().points().isPositive()).isFalse();
    }

    @Test
    void aCheckThatIsCalledAsItsGroupIsCanBeNamedAlone() throws DataFileException {
        assertThat(rubric.only(java.util.Set.of("write-then-read")).checks()).hasSizeGreaterThan(1);
        assertThat(rubric.only(java.util.Set.of("write-then-read/write-then-read"))
                        .checks())
                .singleElement()
                .satisfies(check -> assertThat(check.id()).isEqualTo("write-then-read"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 9})
    void noOtherNumberIsAStep(int done) {
        assertThatThrownBy(() -> steps.upTo(rubric, done))
                .isInstanceOf(DataFileException.class)
                .hasMessage("there is no step " + done + "; the steps are 1 to 8");
    }

    @Test
    void aChoiceThatLeavesNothingIsRefused() throws DataFileException {
        Rubric programs = rubric.only(java.util.Set.of("programs"));
        assertThatThrownBy(() -> steps.upTo(programs, 3))
                .hasMessage("none of these checks need pass after step 3; leave --only or --upto out");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"R-D1\"', '\"read-twice\", \"read-twise\"', 'steps.json, steps[0]: there is no check ''read-twise''"
                + "; perhaps you mean ''read-twice''.'",
        "'\"R-D1\"', '\"read-twice\", \"read-twice\"', 'steps.json, steps[0]: the check ''read-twice'' is in step 1"
                + " already.'",
        "'\"R-X9\"', '\"read-twice\"', 'steps.json, steps[0]: there is no clause ''R-X9''.'",
    })
    void slipsInTheFileAreNamed(String clauses, String checks, String sentence) {
        String file = "{\"steps\": [{\"title\": \"t\", \"clauses\": [" + clauses + "], \"task\": \"t\", \"checks\": ["
                + checks + "]}]}";
        assertThatThrownBy(() -> Steps.parse("steps.json", file, Catalogue.standard()))
                .isInstanceOf(DataFileException.class)
                .hasMessage(sentence);
    }
}
