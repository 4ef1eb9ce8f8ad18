// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.lang.reflect.Method;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;
import org.messageslot.grading.Status;

/** Gives a check its trial, runs it between loading and unloading, and notes what it came to in its exam. */
final class TrialExtension implements ParameterResolver, InvocationInterceptor {

    static final String EXAM = "messageslot.exam";

    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(TrialExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Trial.class.isAssignableFrom(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Exam exam = exam(context);
        Trial trial = Trial.of(parameter.getParameter().getType(), new Trial.Setting(exam, check(context)));
        context.getStore(SPACE).put(Trial.class, trial);
        return trial;
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Trial trial = Objects.requireNonNull(context.getStore(SPACE).get(Trial.class, Trial.class));
        Exam exam = exam(context);
        Check check = check(context);
        if (exam.isBrokenOff()) {
            invocation.skip();
            throw new AssertionError(check.value() + ": it was broken off before it began");
        }
        exam.guests().acquire();
        Exam.Finding finding;
        try {
            Exam.Finding first = new Judge(exam, check).run(trial, invocation::proceed);
            finding = new SecondOpinion(exam, check).on(first, () -> again(exam, check, method));
        } finally {
            exam.guests().release();
        }
        exam.findings().put(check.value(), finding);
        if (finding.body().status() != Status.PASSED) {
            exam.scripts().put(check.value(), trial.journal().script());
            throw new AssertionError(check.value() + ": " + finding.body().message());
        }
    }

    private static Exam.Finding again(Exam exam, Check check, ReflectiveInvocationContext<Method> method) {
        Class<?> type = method.getExecutable().getParameterTypes()[0];
        Trial trial = Trial.of(type, new Trial.Setting(exam, check));
        Object checks = method.getTarget().orElseThrow();
        return new Judge(exam, check)
                .run(trial, () -> ReflectionSupport.invokeMethod(method.getExecutable(), checks, trial));
    }

    private static Check check(ExtensionContext context) {
        return context.getRequiredTestMethod().getAnnotation(Check.class);
    }

    private static Exam exam(ExtensionContext context) {
        return context.getConfigurationParameter(EXAM)
                .map(Exam::named)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "A check is run by the grader: lab grade, or the test GradedSubmissionTests with -Dsubmission=DIR."));
    }
}
