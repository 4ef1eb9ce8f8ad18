// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.trial;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
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
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Status;
import org.messageslot.grading.checks.Checks;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.Role;

/**
 * Runs the checks of a rubric, each in a guest of its own and several guests at a time, those that others depend on first.
 *
 * <p>Not thread-safe.
 */
public final class Examination {

    /**
     * The check that unloads the module after plain use. If the module crashes even then, the crash is counted there, and not
     * again by each check that has it unloaded in the end.
     */
    public static final String PLAIN_UNLOADING = "load-repeatedly";

    /** What is run even if the module does not load, so that somebody says so. */
    private static final Set<String> WITHOUT_LOADING =
            Set.of("write-then-read", "load-and-unload", PLAIN_UNLOADING, "registration-fails");

    private static final Map<String, Method> METHODS = methods();

    private final Exam exam;
    private final Rubric rubric;
    private final int jobs;
    private final Consumer<String> listener;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

    /**
     * Plan an examination.
     *
     * @param exam what is examined
     * @param rubric the checks
     * @param jobs how many guests run at a time, at least 1
     * @param listener is told the id of each check that is done
     */
    public Examination(Exam exam, Rubric rubric, int jobs, Consumer<String> listener) {
        this.exam = exam;
        this.rubric = rubric;
        this.jobs = jobs;
        this.listener = listener;
    }

    /** {@return the ids of all checks that there are, and the methods that make them} */
    static Map<String, Method> methods() {
        Map<String, Method> methods = new TreeMap<>();
        for (Class<?> section : Checks.SECTIONS) {
            for (Method method : section.getDeclaredMethods()) {
                Check check = method.getAnnotation(Check.class);
                if (check != null && methods.put(check.value(), method) != null) {
                    throw new IllegalStateException("Two checks are called " + check.value() + ".");
                }
            }
        }
        return methods;
    }

    /** {@return the ids of all checks that there are} */
    public static Set<String> ids() {
        return METHODS.keySet();
    }

    /**
     * Tell which parts of a submission decide on a check.
     *
     * @param id the check's id, one of {@link #ids}
     * @return the parts, in their order; what else there is in a submission changes nothing
     */
    public static Set<Need> needs(String id) {
        Check check = Objects.requireNonNull(METHODS.get(id)).getAnnotation(Check.class);
        Set<Need> needs = EnumSet.noneOf(Need.class);
        needs.addAll(List.of(check.needs()));
        if (check.load()) {
            needs.add(Need.MODULE);
        }
        return needs;
    }

    /**
     * Run the checks.
     *
     * @return the outcome of each check of the rubric
     */
    public List<Judged> run() {
        List<List<CheckDescription>> levels = levels();
        for (List<CheckDescription> level : levels) {
            List<String> ready = new ArrayList<>();
            for (CheckDescription check : level) {
                Optional<Outcome> obstacle = obstacle(check);
                if (obstacle.isPresent()) {
                    settle(check.id(), obstacle.get());
                } else {
                    ready.add(check.id());
                }
            }
            run(ready);
        }
        return rubric.checks().stream()
                .map(check -> new Judged(check.id(), Objects.requireNonNull(outcomes.get(check.id()))))
                .toList();
    }

    /** Checks that depend on none, checks that depend on those, and so on. */
    private List<List<CheckDescription>> levels() {
        Map<String, Integer> depth = new HashMap<>();
        List<List<CheckDescription>> levels = new ArrayList<>();
        for (CheckDescription check : rubric.inRunningOrder()) {
            int level = check.dependsOn().stream()
                    .mapToInt(id -> Objects.requireNonNull(depth.get(id)) + 1)
                    .max()
                    .orElse(0);
            depth.put(check.id(), level);
            while (levels.size() <= level) {
                levels.add(new ArrayList<>());
            }
            levels.get(level).add(check);
        }
        return levels;
    }

    private Optional<Outcome> obstacle(CheckDescription check) {
        Method method = METHODS.get(check.id());
        if (method == null) {
            return Optional.of(Outcome.without(Status.UNGRADABLE, "The grader has no check " + check.id() + "."));
        }
        Need[] needs = method.getAnnotation(Check.class).needs();
        Optional<Outcome> missing =
                Arrays.stream(needs).flatMap(need -> missing(need).stream()).findFirst();
        if (missing.isPresent()) {
            return missing;
        }
        Optional<String> failed = Rubric.obstacle(
                check, id -> Objects.requireNonNull(outcomes.get(id)).status() == Status.PASSED);
        if (failed.isPresent()) {
            return Optional.of(Outcome.notRun(failed.get()));
        }
        boolean loads = exam.loading().loaded()
                || !List.of(needs).contains(Need.MODULE)
                || WITHOUT_LOADING.contains(check.id());
        return loads
                ? Optional.empty()
                : Optional.of(Outcome.without(Status.FAILED, exam.loading().sentence()));
    }

    private Optional<Outcome> missing(Need need) {
        boolean built = switch (need) {
            case MODULE -> exam.candidate().module().isPresent();
            case SENDER, READER -> exam.candidate().program(need.role()).isPresent();
        };
        if (built) {
            return Optional.empty();
        }
        Role source = need == Need.MODULE
                ? need.role()
                : Candidate.source(
                        exam.candidate().parts(), need.role(), exam.edition().programs());
        Part part = exam.candidate().parts().get(source);
        String file = source.fileName();
        boolean absent = part == null || part.state() == Part.State.MISSING;
        return Optional.of(Outcome.without(
                Status.BUILD_FAILED,
                absent ? "There is no " + file + "." : file + " does not compile; see what the compiler says."));
    }

    private void settle(String id, Outcome outcome) {
        outcomes.put(id, outcome);
        listener.accept(id);
    }

    private void run(List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        String name = exam.named();
        try {
            LauncherConfig plain = LauncherConfig.builder()
                    .enableLauncherSessionListenerAutoRegistration(false)
                    .enableTestExecutionListenerAutoRegistration(false)
                    .enableLauncherDiscoveryListenerAutoRegistration(false)
                    .enablePostDiscoveryFilterAutoRegistration(false)
                    .build();
            Launcher launcher = LauncherFactory.create(plain);
            launcher.execute(request(name, ids), new Ends());
        } finally {
            Exam.unname(name);
        }
        for (String id : ids) {
            if (!outcomes.containsKey(id)) {
                outcomes.put(id, combined(id));
            }
        }
    }

    private LauncherDiscoveryRequest request(String exam, List<String> ids) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(ids.stream()
                        .map(id -> Objects.requireNonNull(METHODS.get(id)))
                        .map(method -> DiscoverySelectors.selectMethod(method.getDeclaringClass(), method))
                        .toList())
                .configurationParameter(TrialExtension.EXAM, exam)
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "" + jobs)
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.max-pool-size", "" + jobs)
                .build();
    }

    private Outcome combined(String id) {
        Exam.Finding finding = exam.findings().get(id);
        if (finding == null) {
            return Outcome.without(Status.UNGRADABLE, "The grader has no result of this check.");
        }
        Outcome body = finding.body();
        boolean counts = finding.unloading().isPresent() && unloadsAfterPlainUse();
        return counts && (body.status() == Status.PASSED || body.status() == Status.FAILED)
                ? finding.unloading().get()
                : body;
    }

    private boolean unloadsAfterPlainUse() {
        Exam.Finding plain = exam.findings().get(PLAIN_UNLOADING);
        return plain == null || plain.body().status() == Status.PASSED;
    }

    /** Tells which checks are done. */
    private final class Ends implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            identifier
                    .getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource) source).getJavaMethod().getAnnotation(Check.class))
                    .ifPresent(check -> listener.accept(check.value()));
        }
    }
}
