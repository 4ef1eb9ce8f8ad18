// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.slot.referee.Fault.FaultKind;

/**
 * Searches scenarios for a schedule in which a module goes wrong: all schedules with one preemption, all with two, then some by
 * chance. What it finds it tries again on a fresh kernel before it tells it.
 *
 * <p>The same module and seed give the same schedules. Not thread-safe: it remembers which mistakes it has told.
 */
public final class Referee {

    private static final int DEPTH = 3;

    private final Watched watched;
    private final Effort effort;
    private final Set<Told> told = new HashSet<>();

    /** A mistake, wherever it is seen. */
    private record Told(FaultKind kind, long place, long other) {}

    /**
     * Says how much is tried.
     *
     * @param preemptions how many preemptions a schedule has at most, 1 to 3; 0 if none is tried but by chance
     * @param limit how many schedules of a scenario are tried at most
     * @param random how many schedules are drawn by chance beside
     * @param seed what those depend on, 0 to 2^31-1
     */
    public record Effort(int preemptions, int limit, int random, long seed) {

        /** {@return what the checks of a bonus make of each scenario: two preemptions, 1,000 schedules, 100 by chance, seed 0} */
        public static Effort ofGrades() {
            return new Effort(2, 1000, 100, 0);
        }

        /**
         * Tries schedules by chance alone.
         *
         * @param count how many
         * @param seed what they depend on, 0 to 2^31-1
         * @return the effort
         */
        public static Effort byChance(int count, long seed) {
            return new Effort(0, 0, count, seed);
        }

        /** {@return the usual effort: two preemptions, 3,000 schedules, 300 by chance, seed 0} */
        public static Effort standard() {
            return new Effort(2, 3000, 300, 0);
        }
    }

    /**
     * Gets ready.
     *
     * @param watched the module
     * @param effort how much is tried
     */
    public Referee(Watched watched, Effort effort) {
        this.watched = watched;
        this.effort = effort;
    }

    /** What is wrong with a behaviour. */
    private record Problem(Behaviour behaviour, boolean wrong) {}

    /**
     * Searches a scenario.
     *
     * @param scenario which
     * @return what came of it
     * @throws UngradableException if this machine is at fault
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public ScenarioReport search(Scenario scenario) throws UngradableException, InterruptedException {
        try (Watched.WatchedKernel session = watched.load()) {
            return search(scenario, session);
        } catch (RefereeException e) {
            return ScenarioReport.unsearched(scenario, String.valueOf(e.getMessage()));
        }
    }

    private ScenarioReport search(Scenario scenario, Watched.WatchedKernel session)
            throws RefereeException, UngradableException, InterruptedException {
        Linearizability right = new Linearizability(scenario);
        ScenarioReport report = ScenarioReport.unsearched(scenario, "");
        for (int preemptions = 1; preemptions <= effort.preemptions() && report.leavesAQuestion(); preemptions++) {
            SearchAnswer answer = session.ask(scenario.lines() + "search " + preemptions + " " + effort.limit() + "\n");
            report = report(scenario, preemptions, answer, right).keeping(report.finding());
        }
        if (report.leavesAQuestion() && effort.random() > 0) {
            SearchAnswer answer = session.ask(
                    scenario.lines() + "random " + DEPTH + " " + effort.random() + " " + effort.seed() + "\n");
            ScenarioReport random = report(scenario, effort.preemptions(), answer, right);
            report = random.beside(report);
        }
        return report;
    }

    private ScenarioReport report(Scenario scenario, int preemptions, SearchAnswer answer, Linearizability right)
            throws UngradableException, InterruptedException {
        Optional<Problem> problem = problem(answer, right);
        Optional<FoundSchedule> finding = Optional.empty();
        String trouble = answer.trouble().isEmpty() ? "" : "It cannot be searched: " + answer.trouble() + ".";
        if (problem.isPresent()) {
            finding = confirmed(scenario, answer, problem.get());
            trouble = finding.isPresent()
                    ? ""
                    : "A schedule came out wrong, and not again on a fresh kernel; so nothing is told of it.";
        }
        return new ScenarioReport(scenario, preemptions, answer.schedules(), answer.cut(), 0, finding, trouble);
    }

    /** The shortest schedule that came out wrong; what calls return says more than a fault. */
    private Optional<Problem> problem(SearchAnswer answer, Linearizability right) {
        return answer.behaviours().stream()
                .filter(behaviour -> behaviour.schedule().isPresent())
                .map(behaviour -> new Problem(behaviour, Assessment.isWrong(behaviour, right)))
                .filter(problem -> problem.wrong()
                        || Assessment.isDeadEnd(problem.behaviour())
                        || hasNews(problem.behaviour(), answer.faults()))
                .min(Comparator.<Problem, Boolean>comparing(
                                problem -> !problem.wrong() && !Assessment.isDeadEnd(problem.behaviour()))
                        .thenComparing(problem -> problem.behaviour().preemptions())
                        .thenComparing(problem -> problem.behaviour().switches()));
    }

    private boolean hasNews(Behaviour behaviour, List<Fault> faults) {
        return Assessment.seen(behaviour, faults).stream().anyMatch(fault -> !told.contains(told(fault)));
    }

    private static Told told(Fault fault) {
        return new Told(fault.kind(), fault.place(), fault.other());
    }

    /** Tries a schedule again on a fresh kernel, and notes all that happens. */
    private Optional<FoundSchedule> confirmed(Scenario scenario, SearchAnswer found, Problem problem)
            throws UngradableException, InterruptedException {
        String changes = problem.behaviour().schedule().orElseThrow().stream()
                .map(change -> String.format(Locale.ROOT, " %d:%d", change.point(), change.to()))
                .collect(Collectors.joining());
        try (Watched.WatchedKernel fresh = watched.load()) {
            SearchAnswer again = fresh.ask(scenario.lines() + found.places() + "\nreplay" + changes + "\n");
            if (again.behaviours().size() != 1) {
                return Optional.empty();
            }
            Behaviour same = again.behaviours().get(0);
            List<Fault> faults = Assessment.seen(same, again.faults());
            boolean alike = same.isSameAs(problem.behaviour())
                    && (problem.wrong() || Assessment.isDeadEnd(same) || !faults.isEmpty());
            return alike ? Optional.of(finding(scenario, problem, again, faults)) : Optional.empty();
        } catch (RefereeException e) {
            return Optional.empty();
        }
    }

    private FoundSchedule finding(Scenario scenario, Problem problem, SearchAnswer again, List<Fault> faults)
            throws UngradableException, InterruptedException {
        faults.forEach(fault -> told.add(told(fault)));
        CodeMap places = CodeMap.of(watched.lines(), again.sections(), Assessment.places(again.events(), faults));
        return Assessment.told(scenario, problem.behaviour(), problem.wrong(), again, places);
    }
}
