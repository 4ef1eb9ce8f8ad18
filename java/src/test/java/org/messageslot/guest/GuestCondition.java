// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresGuest} whether a guest could be started. Asked once per JVM. */
public final class GuestCondition implements ExecutionCondition {

    private static final class Answer {
        static final ConditionEvaluationResult RESULT = ask();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Answer.RESULT;
    }

    private static ConditionEvaluationResult ask() {
        try {
            Snapshot snapshot = Snapshot.prepare(GuestOptions.standard(), step -> System.err.println("guest: " + step));
            return ConditionEvaluationResult.enabled(snapshot.accelerator());
        } catch (GuestUnavailableException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw new UncheckedIOException(e);
            }
            return ConditionEvaluationResult.disabled(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
