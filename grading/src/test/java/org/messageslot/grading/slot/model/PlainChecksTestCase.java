// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.model.ModelKernel;

/** The checks as tests of the model, for mutants of which each must fail one. */
class PlainChecksTestCase {

    @TestFactory
    Stream<DynamicTest> checks() {
        return PlainChecks.all().stream()
                .map(check -> DynamicTest.dynamicTest(
                        check.id() + " in " + check.edition().name(), () -> asks(check.id(), check.edition())));
    }

    private static void asks(String id, Edition edition) {
        assertThat(PlainChecks.outcome(edition, ModelKernel::new, id).filter(PlainChecks::finds))
                .isEmpty();
    }
}
