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
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.slot.SlotAssignment;

class StepsTests {

    private final Steps steps = SlotAssignment.SLOT.steps();
    private final Rubric rubric = SlotAssignment.SLOT.editions().standard().rubric();

    @Test
    void goInTheOrderOfTeaching() {
        assertThat(steps.all().stream().map(Step::title))
                .containsExactly(
                        "register",
                        "open",
                        "ioctl",
                        "write",
                        "read",
                        "errors",
                        "release and unload",
                        "programs",
                        "wait",
                        "queue",
                        "map");
        assertThat(steps.all().stream().map(Step::number)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(steps.last()).isEqualTo(8);
        assertThat(steps.all().stream().filter(Step::optional).map(Step::number))
                .containsExactly(9, 10, 11);
    }

    @Test
    void everyCheckThereIsHasOne() {
        List<String> named =
                steps.all().stream().flatMap(step -> step.checks().stream()).toList();
        assertThat(named)
                .as("each check in one step of steps.json")
                .containsExactlyInAnyOrderElementsOf(
                        SlotAssignment.SLOT.catalogue().ids());
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
    void optionalStepsCountInPracticeAndInNoYearsEdition() throws DataFileException {
        for (String name : SlotAssignment.SLOT.editions().names()) {
            Edition edition = SlotAssignment.SLOT.editions().named(name);
            assertThat(edition.rubric().checks().stream().map(CheckDescription::id))
                    .noneMatch(id -> steps.stepOf(id) > steps.last());
            assertThat(edition.rubricFor(8)).isSameAs(edition.rubric());
            int before = steps.upTo(edition.rubric(), 8).maxScore().hundredths();
            for (int step = 9; step <= 11; step++) {
                Rubric practice = steps.upTo(edition.rubricFor(step), step);
                assertThat(practice.maxScore().hundredths()).isEqualTo(before + 1400);
                assertThat(practice.checks().stream().map(CheckDescription::id))
                        .containsAll(steps.all().get(step - 1).checks());
                before = practice.maxScore().hundredths();
            }
        }
    }

    @Test
    void anEditionCountsThemAndAllElseAsThatOf2024() throws DataFileException {
        Rubric extensions =
                SlotAssignment.SLOT.editions().named(SlotAssignment.EXTENSIONS).rubric();
        assertThat(extensions.maxScore()).isEqualTo(org.messageslot.grading.Points.of(142));
        assertThat(extensions.checks()).containsAll(rubric.checks());
        assertThat(SlotAssignment.SLOT
                        .editions()
                        .find("extensions")
                        .rubricFor(11)
                        .checks())
                .isEqualTo(extensions.checks());
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
    @ValueSource(ints = {-1, 0, 12})
    void noOtherNumberIsAStep(int done) {
        assertThatThrownBy(() -> steps.upTo(rubric, done))
                .isInstanceOf(DataFileException.class)
                .hasMessage("there is no step " + done + "; the steps are 1 to 8, and 9 to 11 if you like");
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
        assertThatThrownBy(() -> Steps.parse("steps.json", file, SlotAssignment.SLOT.catalogue()))
                .isInstanceOf(DataFileException.class)
                .hasMessage(sentence);
    }
}
