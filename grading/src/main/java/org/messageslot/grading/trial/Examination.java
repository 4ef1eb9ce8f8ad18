// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Conditions;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Part.PartState;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.submission.Role.FileKind;
import org.messageslot.grading.trial.GuestStock.GuestKind;

/**
 * Runs the checks of a rubric, each in a guest of its own and several guests at a time.
 *
 * <p>Not thread-safe.
 */
public final class Examination {

    /** In {@code checks.json}, the step whose owners answer for what unloading the module after any check comes to. */
    private static final String UNLOADING = "unload-afterwards";

    private final Exam exam;
    private final Rubric rubric;
    private final int jobs;
    private final CheckListener listener;
    private final CheckMethods methods;
    private final Map<String, Outcome> obstacles = new ConcurrentHashMap<>();

    /**
     * Plans an examination.
     *
     * @param exam what is examined
     * @param rubric the checks
     * @param jobs how many guests run at a time, at least 1
     * @param listener is told of each check that is done
     */
    public Examination(Exam exam, Rubric rubric, int jobs, CheckListener listener) {
        this.exam = exam;
        this.rubric = rubric;
        this.jobs = jobs;
        this.listener = listener;
        this.methods = CheckMethods.of(exam.edition().assignment());
    }

    /** Is told of checks as they end, by several threads. */
    public interface CheckListener {
        /**
         * Takes note of a check that has ended.
         *
         * @param id the check's id
         * @param outcome what its own calls came to; what comes of unloading the module later may be added to it
         */
        void ended(String id, Outcome outcome);
    }

    /**
     * Runs the checks.
     *
     * @return the outcome of each check of the rubric
     * @throws InterruptedException if the thread is interrupted meanwhile; what was begun has ended, or a minute has passed. The
     *     listener is not told of it, and the exam can be used no more
     */
    public List<Judged> run() throws InterruptedException {
        Schedule schedule = new Schedule(rubric.inRunningOrder(), this::waitsFor, this::cost, jobs);
        String name = exam.named();
        ExecutorService workers = Executors.newFixedThreadPool(jobs);
        try {
            Callable<@Nullable Void> work = () -> work(schedule, name);
            for (Future<@Nullable Void> worker : workers.invokeAll(Collections.nCopies(jobs, work))) {
                worker.get();
            }
        } catch (InterruptedException e) {
            exam.breakOff();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("internal error: " + e.getCause(), e.getCause());
        } finally {
            schedule.end();
            workers.shutdownNow();
            workers.awaitTermination(1, TimeUnit.MINUTES);
            Exam.unname(name);
        }
        return rubric.checks().stream()
                .map(check -> new Judged(check.id(), verdict(check)))
                .toList();
    }

    /** All wait for plain unloading: where that goes wrong, no other check need try it. */
    private Set<String> waitsFor(CheckDescription check) {
        Set<String> ids = new LinkedHashSet<>(check.dependsOn());
        methods.plainUnloading()
                .flatMap(rubric::check)
                .filter(plain -> plain.dependsOn().isEmpty() && !plain.id().equals(check.id()))
                .ifPresent(plain -> ids.add(plain.id()));
        return ids;
    }

    /** About how long a check takes, in quarters of a second; those of large guests take seconds. */
    private int cost(CheckDescription check) {
        GuestKind guest = methods.find(check.id())
                .map(method -> method.getAnnotation(Check.class).guest())
                .orElse(GuestKind.NONE);
        return switch (guest) {
            case NONE -> 0;
            case PLAIN, POISON, LEDGER -> 1;
            case TWO_CPUS -> 4;
            case JAVA, LARGE -> 20;
        };
    }

    private @Nullable Void work(Schedule schedule, String name) throws InterruptedException {
        Launcher launcher = launcher();
        for (List<CheckDescription> next = schedule.next(); !next.isEmpty(); next = schedule.next()) {
            try {
                List<String> unhindered = next.stream()
                        .filter(check -> !isKnown(check) && !isHindered(check))
                        .map(CheckDescription::id)
                        .toList();
                if (!unhindered.isEmpty()) {
                    launcher.execute(request(name, unhindered), new Ends(schedule));
                }
            } finally {
                next.forEach(check -> schedule.ended(check.id()));
            }
        }
        return null;
    }

    /** An earlier examination of the same exam may have run it. */
    private boolean isKnown(CheckDescription check) {
        return exam.findings().containsKey(check.id());
    }

    private boolean isHindered(CheckDescription check) {
        Optional<Outcome> obstacle = obstacle(check);
        obstacle.ifPresent(outcome -> {
            obstacles.put(check.id(), outcome);
            listener.ended(check.id(), outcome);
        });
        return obstacle.isPresent();
    }

    private Optional<Outcome> obstacle(CheckDescription check) {
        if (methods.find(check.id()).isEmpty()) {
            return Optional.of(Outcome.without(Status.UNGRADABLE, "The grader has no check " + check.id() + "."));
        }
        Check declared = methods.check(check.id());
        List<Role> needs = methods.declaredNeeds(check.id());
        Optional<Outcome> missing =
                needs.stream().flatMap(need -> missing(need).stream()).findFirst();
        if (missing.isPresent()) {
            return missing;
        }
        Optional<String> failed = Rubric.obstacle(check, id -> outcome(id).status() == Status.PASSED);
        if (failed.isPresent()) {
            return Optional.of(Outcome.notRun(failed.get()));
        }
        boolean loads = exam.loading().loaded()
                || !declared.module()
                || (declared.withoutLoading() && Tampering.status(exam.loading().sentence()) != Status.TAMPERED);
        return loads
                ? Optional.empty()
                : Optional.of(Outcome.without(
                                Tampering.status(exam.loading().sentence()),
                                exam.loading().sentence())
                        .withSymptom(Symptom.step("load")));
    }

    private Optional<Outcome> missing(Role need) {
        Candidate candidate = exam.candidate();
        boolean isModule = need.kind() == FileKind.MODULE;
        if (isModule ? candidate.module().isPresent() : candidate.program(need).isPresent()) {
            return Optional.empty();
        }
        Role source = isModule
                ? need
                : Candidate.source(
                        candidate.artifacts(),
                        candidate.parts(),
                        need,
                        exam.edition().programs());
        Part part = candidate.parts().get(source);
        String file = source.fileName();
        boolean absent = part == null || part.state() == PartState.MISSING;
        return Optional.of(Outcome.without(
                Status.BUILD_FAILED,
                absent ? "There is no " + file + "." : file + " does not build; see what the compiler says."));
    }

    private static Launcher launcher() {
        return LauncherFactory.create(LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build());
    }

    private LauncherDiscoveryRequest request(String exam, List<String> ids) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(ids.stream()
                        .map(methods::method)
                        .map(method -> DiscoverySelectors.selectMethod(method.getDeclaringClass(), method))
                        .toList())
                .configurationParameter(TrialExtension.EXAM, exam)
                // There are workers for that, whatever a file on the class path says.
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
    }

    /** What a check that has ended came to by its own calls. */
    private Outcome outcome(String id) {
        Outcome obstacle = obstacles.get(id);
        Exam.CheckResult finding = exam.findings().get(id);
        if (obstacle == null && finding == null) {
            return Outcome.without(Status.UNGRADABLE, "The grader has no result of this check.");
        }
        return obstacle == null ? Objects.requireNonNull(finding).body() : obstacle;
    }

    /** The verdict of a check when all have ended: of one that answers for unloading, what came of that after the others. */
    private Outcome verdict(CheckDescription check) {
        Outcome own = outcome(check.id());
        if (!exam.unloadingCounts()) {
            return own;
        }
        return rubric.checks().stream()
                .filter(other -> answersForUnloadingAfter(other).equals(check.id()))
                .flatMap(other ->
                        Optional.ofNullable(exam.findings().get(other.id()))
                                .flatMap(Exam.CheckResult::unloading)
                                .stream())
                .filter(unloading -> unloading.status() != Status.PASSED)
                .min(Comparator.comparing((Outcome unloading) -> unloading.status() == Status.FAILED)
                        .thenComparing(unloading -> unloading.calls().size()))
                .map(own::orWorse)
                .orElse(own);
    }

    /** A check that had passed pays nothing for it, unless nobody else looks at unloading under its conditions. */
    private String answersForUnloadingAfter(CheckDescription check) {
        List<CheckDescription> owners = rubric.owners(UNLOADING).stream()
                .flatMap(id -> rubric.check(id).stream())
                .filter(owner -> owner.conditions() == check.conditions())
                .toList();
        return owners.stream()
                .filter(owner -> owner.conditions() == Conditions.ORDINARY
                        || owner.group().equals(check.group()))
                .map(CheckDescription::id)
                .findFirst()
                .orElse(check.id());
    }

    /** Tells which checks are done, while others of the same request still run. */
    private final class Ends implements TestExecutionListener {

        private final Schedule schedule;

        Ends(Schedule schedule) {
            this.schedule = schedule;
        }

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            identifier
                    .getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource) source).getJavaMethod().getAnnotation(Check.class))
                    .ifPresent(check -> {
                        schedule.ended(check.value());
                        if (!exam.isBrokenOff()) {
                            listener.ended(check.value(), outcome(check.value()));
                        }
                    });
        }
    }
}
