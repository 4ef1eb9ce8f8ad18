// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;
import org.messageslot.grading.Status;

/**
 * Gives a check its trial, runs it between loading and unloading, and notes what it came to in its exam. A check that is begun by
 * itself has no exam: it is left to a {@link CheckRunner}, whose grader runs the same method in one.
 */
final class TrialExtension implements ExecutionCondition, ParameterResolver, InvocationInterceptor {

    static final String EXAM = "messageslot.exam";

    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(TrialExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> obstacle = hasExam(context)
                ? Optional.empty()
                : runner(context)
                        .map(runner -> runner.obstacle(parameters(context)))
                        .orElse(Optional.of("Only a grader runs the checks of this assignment."));
        return obstacle.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("There is a submission."));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Trial.class.isAssignableFrom(parameter.getParameter().getType());
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (!hasExam(context)) {
            return null; // The method is not run here.
        }
        Trial trial = Trial.of(parameter.getParameter().getType(), new Trial.Setting(exam(context), check(context)));
        context.getStore(SPACE).put(Trial.class, trial);
        return trial;
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (hasExam(context)) {
            run(invocation, method, context);
        } else {
            invocation.skip();
            runner(context).orElseThrow().judge(check(context).value(), parameters(context));
        }
    }

    private static void run(
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
        Exam.CheckResult finding;
        try {
            Exam.CheckResult first = new Judge(exam, check).run(trial, invocation::proceed);
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

    private static Exam.CheckResult again(Exam exam, Check check, ReflectiveInvocationContext<Method> method) {
        Class<?> type = method.getExecutable().getParameterTypes()[0];
        Trial trial = Trial.of(type, new Trial.Setting(exam, check));
        Object checks = method.getTarget().orElseThrow();
        return new Judge(exam, check)
                .run(trial, () -> ReflectionSupport.invokeMethod(method.getExecutable(), checks, trial));
    }

    private static Check check(ExtensionContext context) {
        return context.getRequiredTestMethod().getAnnotation(Check.class);
    }

    private static boolean hasExam(ExtensionContext context) {
        return context.getConfigurationParameter(EXAM).isPresent();
    }

    private static Exam exam(ExtensionContext context) {
        return Exam.named(context.getConfigurationParameter(EXAM).orElseThrow());
    }

    private static Optional<CheckRunner> runner(ExtensionContext context) {
        Class<?> checks = context.getRequiredTestClass();
        return context
                .getRoot()
                .getStore(SPACE)
                .getOrComputeIfAbsent(Runners.class, type -> Runners.offered(), Runners.class)
                .all()
                .stream()
                .filter(runner -> runner.knows(checks))
                .findFirst();
    }

    /** Those of a run: what one of them got ready serves its next check, too. */
    private record Runners(List<CheckRunner> all) {

        static Runners offered() {
            return new Runners(ServiceLoader.load(CheckRunner.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList());
        }
    }

    private static RunParameters parameters(ExtensionContext context) {
        return name -> context.getConfigurationParameter(name).filter(value -> !value.isBlank());
    }
}
