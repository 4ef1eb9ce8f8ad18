// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.edition.Edition;
import org.messageslot.model.ModelKernel;

/** The checks, each tested as what it is: it must pass on the model, which is the assignment as a program. */
class ChecksOnModelTests {

    private static final long SEED = 1;

    @TestFactory
    Stream<DynamicTest> passOnTheModel() {
        return List.of("2024", "2025", "2026", "extensions").stream().flatMap(ChecksOnModelTests::of);
    }

    private static Stream<DynamicTest> of(String name) {
        Edition edition;
        try {
            edition = Edition.named(name);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        ModelRun run = new ModelRun(edition, ModelKernel::new, CallWatch.NOBODY);
        return edition.rubric().checks().stream()
                .map(CheckDescription::id)
                .map(id -> DynamicTest.dynamicTest(name + " " + id, () -> {
                    try {
                        long t = System.nanoTime();
                        Outcome outcome = run.of(id, SEED);
                        System.out.println("TIME " + (System.nanoTime() - t) / 1000 + " " + name + " " + id);
                        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(Status.PASSED);
                    } catch (OnlyInGuest e) {
                        abort(e.getMessage());
                    }
                }));
    }
}
