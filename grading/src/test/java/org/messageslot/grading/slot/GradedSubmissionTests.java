// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.messageslot.grading.Grade;
import org.messageslot.grading.report.GradeAsTests;
import org.messageslot.grading.trial.CheckMethods;
import org.messageslot.grading.trial.RunParameters;

/**
 * Any submission, each check a test: {@code ./mvnw -pl grading test -Dslot.submission=FOLDER [-Dslot.check=ID]}. There is nothing
 * to do without {@code -Dslot.submission}. {@link SubmissionUnderTest} has the other parameters.
 */
@ExtendWith(GradedSubmissionTests.Parameters.class)
class GradedSubmissionTests {

    @TestFactory
    @DisplayName("checks")
    Stream<DynamicContainer> checks(RunParameters parameters) throws Exception {
        SubmissionUnderTest submission = SubmissionUnderTest.of(parameters);
        Grade grade = submission.grade();
        System.err.println(grade.submission().id() + ": " + grade.headline());
        return new GradeAsTests(grade, SlotAssignment.SLOT.wording(), submission.repeating())
                .containers(CheckMethods.of(SlotAssignment.SLOT)::source);
    }

    /** Gives the test the run's parameters, and leaves it out of runs that name no submission. */
    static final class Parameters implements ExecutionCondition, ParameterResolver {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return SubmissionUnderTest.obstacle(parameters(context))
                    .map(ConditionEvaluationResult::disabled)
                    .orElseGet(() -> ConditionEvaluationResult.enabled("There is a submission."));
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunParameters.class;
        }

        @Override
        public RunParameters resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return parameters(context);
        }

        private static RunParameters parameters(ExtensionContext context) {
            return name -> context.getConfigurationParameter(name).filter(value -> !value.isBlank());
        }
    }
}
