// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.trial.OnlyInGuest;
import org.messageslot.grading.trial.VenueRun;
import org.messageslot.model.ModelKernel;
import org.messageslot.model.WrongModels;

/** The checks, each tested as what it is: it must pass on the model, which is the assignment as a program. */
class ChecksOnModelTests {

    /** How many checks need nothing but system calls, at least. */
    private static final int ON_THE_MODEL = 110;

    @TestFactory
    Stream<DynamicTest> eachPassesOnTheModel() {
        return PlainChecks.EDITIONS.stream().map(PlainChecks::edition).flatMap(ChecksOnModelTests::passing);
    }

    private static Stream<DynamicTest> passing(Edition edition) {
        return edition.rubric().checks().stream()
                .map(check -> DynamicTest.dynamicTest(edition.name() + " " + check.id(), () -> {
                    try {
                        Outcome outcome = run(edition).of(check.id(), 1);
                        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(Status.PASSED);
                    } catch (OnlyInGuest e) {
                        abort("This check is not for the model: " + e.getMessage());
                    }
                }));
    }

    private static ModelRun run(Edition edition) {
        return new ModelRun(edition, ModelKernel::new, CallWatch.NOBODY);
    }

    @Test
    void mostChecksNeedNothingButSystemCalls() {
        long onModel = PlainChecks.all().stream()
                .filter(check -> PlainChecks.outcome(check.edition(), ModelKernel::new, check.id())
                        .isPresent())
                .map(PlainChecks.Asked::id)
                .distinct()
                .count();
        assertThat(onModel).isGreaterThanOrEqualTo(ON_THE_MODEL);
    }

    @Test
    void aCheckOnlyForGuestsSaysWhy() {
        Edition edition = PlainChecks.edition("2024");
        assertThat(VenueRun.onlyInGuest(SlotAssignment.SLOT, "memory-close"))
                .contains("it asks what memory the module holds");
        assertThat(VenueRun.onlyInGuest(SlotAssignment.SLOT, "read-twice")).isEmpty();
        assertThatThrownBy(() -> run(edition).of("load-and-unload", 1))
                .isInstanceOf(OnlyInGuest.class)
                .hasMessage("it looks into the kernel, or runs a program there");
    }

    private static Function<ModelKernel.Ways, ModelKernel> forgetful() {
        return Objects.requireNonNull(WrongModels.all().get("a message is gone when it was read"));
    }

    @Test
    void aCheckFailsOnAModelWithTheMistakeItIsFor() {
        Edition edition = PlainChecks.edition("2024");
        Outcome outcome =
                PlainChecks.outcome(edition, forgetful(), "read-twice").orElseThrow();
        assertThat(outcome.status()).isEqualTo(Status.FAILED);
        assertThat(outcome.message()).isEqualTo("The message was gone after it had been read.");
        assertThat(outcome.calls()).anyMatch(call -> call.matches("write\\(\\d, .*"));
    }

    @Test
    void aCallThatWaitsForEverFails() {
        Edition edition = PlainChecks.edition(SlotAssignment.EXTENSIONS);
        Outcome outcome =
                PlainChecks.outcome(edition, forgetful(), "wait-all-readers").orElseThrow();
        assertThat(outcome.status()).isEqualTo(Status.FAILED);
        assertThat(outcome.message()).isEqualTo("A call does not return.");
    }
}
