// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.slot.referee.ScheduleTrace.Span;
import org.messageslot.grading.slot.referee.Standing.ThreadState;

/**
 * A schedule that is made by hand, one choice after the other. Nothing is held in the kernel between two choices: a schedule is a
 * list of choices, which is replayed from the start, and the same choices lead to the same place. A guest stays warm for this.
 *
 * <p>Not thread-safe.
 */
public final class Stepping implements AutoCloseable {

    /** As many as the referee takes. */
    private static final int MOST_SWITCHES = 40;

    private static final int ENOUGH = 3000;

    private final ReplayingKernel kernel;
    private final Scenario scenario;
    private final Linearizability right;
    private final String places;
    private final ReplayedSchedule first;
    private final List<Decision> steps = new ArrayList<>();

    /** A kernel that replays schedules, each from the start. */
    interface ReplayingKernel extends AutoCloseable {

        /** {@return what the guest's program answers to a script} */
        SearchAnswer ask(String script) throws RefereeException, UngradableException;

        /** {@return the lines of all that happened in an answer} */
        CodeMap lines(SearchAnswer answer) throws UngradableException, InterruptedException;

        @Override
        void close();
    }

    /** What a schedule came to: the choices so far, and then whatever goes on by itself. */
    private record ReplayedSchedule(SearchAnswer answer, CodeMap lines) {
        private Behaviour behaviour() {
            return answer.behaviours().get(0);
        }
    }

    /** A choice that was made: its number, who goes on, and what that leads to. */
    private record Decision(int turn, int thread, ReplayedSchedule replayed) {}

    Stepping(ReplayingKernel kernel, Scenario scenario)
            throws RefereeException, UngradableException, InterruptedException {
        this.kernel = kernel;
        this.scenario = scenario;
        this.right = new Linearizability(scenario);
        this.places = kernel.ask(scenario.lines() + "search 1 " + ENOUGH + "\n").places();
        this.first = replayed(List.of());
    }

    /**
     * Begins a schedule of a scenario. First a search finds where threads meet: there are the choices.
     *
     * @param watched the module
     * @param scenario the calls
     * @return the schedule, before its first choice
     * @throws RefereeException if the module cannot be watched
     * @throws UngradableException if this machine is at fault
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Stepping of(Watched watched, Scenario scenario)
            throws RefereeException, UngradableException, InterruptedException {
        ReplayingKernel kernel = new WarmKernel(watched);
        try {
            return new Stepping(kernel, scenario);
        } catch (RefereeException | UngradableException | InterruptedException | RuntimeException e) {
            kernel.close();
            throw e;
        }
    }

    /** {@return the calls} */
    public Scenario scenario() {
        return scenario;
    }

    /** {@return who went on at each choice so far} */
    public List<Integer> choices() {
        return steps.stream().map(Decision::thread).toList();
    }

    /** {@return the next choice; empty if there is none left, for all calls have returned or none can go on} */
    public Optional<Turn> next() {
        int turn = turn();
        List<Turn> all = now().answer().turns();
        return turn < all.size() ? Optional.of(all.get(turn)) : Optional.empty();
    }

    /** {@return where each thread stands at the next choice} */
    public List<Standing> standing() {
        ReplayedSchedule now = now();
        return IntStream.range(0, scenario.threads().size())
                .mapToObj(thread -> Standing.of(thread, scenario, now.answer().events(), now.lines(), upToHere()))
                .toList();
    }

    /** {@return what happened since the last choice} */
    public ScheduleTrace sinceLast() {
        int last = steps.isEmpty() ? -1 : steps.get(steps.size() - 1).turn();
        ReplayedSchedule now = now();
        return ScheduleTrace.of(
                scenario, now.behaviour(), now.answer().events(), now.lines(), new Span(last + 1, upToHere()));
    }

    /**
     * Lets a thread go on as far as the next choice.
     *
     * @param thread which, from 0
     * @throws IllegalArgumentException if it cannot go on; the message is a sentence
     * @throws RefereeException if the module cannot be watched any more
     * @throws UngradableException if this machine is at fault
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public void choose(int thread) throws RefereeException, UngradableException, InterruptedException {
        Turn turn = next().orElseThrow(() -> new IllegalArgumentException("There is nothing left to choose after "
                + (steps.size() == 1 ? "1 choice." : steps.size() + " choices.")));
        demandAble(thread, turn);
        int number = turn();
        ReplayedSchedule now = now();
        if (thread != turn.chosen()) {
            now = replayed(changes(number, thread));
            demandSame(number, thread, now);
        }
        steps.add(new Decision(number, thread, now));
    }

    private void demandAble(int thread, Turn turn) {
        String name = Scenario.threadName(thread);
        if (thread < 0 || thread >= scenario.threads().size()) {
            throw new IllegalArgumentException("There is no such thread in " + scenario.name() + "; there are "
                    + names(IntStream.range(0, scenario.threads().size())) + ".");
        }
        if (!turn.allows(thread)) {
            boolean done = standing().get(thread).state() == ThreadState.DONE;
            throw new IllegalArgumentException("Thread " + name + " cannot go on: it " + (done ? "is done" : "waits")
                    + "; " + names(able(turn)) + " can.");
        }
    }

    private IntStream able(Turn turn) {
        return IntStream.range(0, scenario.threads().size()).filter(turn::allows);
    }

    private static String names(IntStream threads) {
        return threads.mapToObj(Scenario::threadName).collect(Collectors.joining(" and "));
    }

    /** The choices so far that were not what would have come by itself, and one more. */
    private List<Behaviour.ThreadSwitch> changes(int number, int thread) {
        List<Turn> turns = now().answer().turns();
        List<Behaviour.ThreadSwitch> changes = IntStream.range(0, number)
                .filter(i -> turns.get(i).chosen() != turns.get(i).expected())
                .mapToObj(i -> new Behaviour.ThreadSwitch(i, turns.get(i).chosen()))
                .collect(Collectors.toCollection(ArrayList::new));
        changes.add(new Behaviour.ThreadSwitch(number, thread));
        if (changes.size() > MOST_SWITCHES) {
            throw new IllegalArgumentException(
                    "A schedule by hand has at most " + MOST_SWITCHES + " switches; go back, or begin again.");
        }
        return changes;
    }

    /** What a thread has come to depends on the choices alone; a module that asks a clock may break this. */
    private void demandSame(int number, int thread, ReplayedSchedule then) throws RefereeException {
        List<Turn> before = now().answer().turns();
        List<Turn> after = then.answer().turns();
        boolean same = after.size() > number
                && after.get(number).chosen() == thread
                && IntStream.rangeClosed(0, number).allMatch(i -> before.get(i).isSameAs(after.get(i)));
        if (!same) {
            throw new RefereeException(
                    "The same choices led elsewhere this time; the module may depend on the time, or on chance.");
        }
    }

    /** Takes the last choice back, if there is one. */
    public void back() {
        if (!steps.isEmpty()) {
            steps.remove(steps.size() - 1);
        }
    }

    /** Takes all choices back. */
    public void restart() {
        steps.clear();
    }

    /** {@return what comes of these choices; where some are left, the thread that is at work goes on by itself} */
    public FoundSchedule result() {
        ReplayedSchedule now = now();
        Behaviour came = now.behaviour();
        int preemptions =
                (int) now.answer().turns().stream().filter(Turn::isPreemption).count();
        Behaviour priced = new Behaviour(
                came.end(),
                1,
                came.switches(),
                preemptions,
                came.faults(),
                came.schedule(),
                came.calls(),
                came.after());
        return Assessment.told(scenario, priced, Assessment.isWrong(came, right), now.answer(), now.lines());
    }

    /** {@return an order of the calls, one after the other, that returns the same; empty if there is none} */
    public Optional<List<Behaviour.CallId>> order() {
        return right.order(now().behaviour());
    }

    private ReplayedSchedule now() {
        return steps.isEmpty() ? first : steps.get(steps.size() - 1).replayed();
    }

    /** The number of the next choice. One before which nothing happened was made with the last one. */
    private int turn() {
        List<Turn> turns = now().answer().turns();
        int turn = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).turn() + 1;
        while (turn > 0 && turn < turns.size() && isMadeAlready(turn, turns)) {
            turn++;
        }
        return turn;
    }

    private boolean isMadeAlready(int turn, List<Turn> turns) {
        return turns.get(turn).asker() == turns.get(turn - 1).chosen()
                && now().answer().events().stream().noneMatch(event -> event.turn() == turn);
    }

    private int upToHere() {
        return next().isPresent() ? turn() : Integer.MAX_VALUE;
    }

    private ReplayedSchedule replayed(List<Behaviour.ThreadSwitch> changes)
            throws RefereeException, UngradableException, InterruptedException {
        String words = changes.stream()
                .map(change -> String.format(Locale.ROOT, " %d:%d", change.point(), change.to()))
                .collect(Collectors.joining());
        SearchAnswer answer = kernel.ask(scenario.lines() + places + "\nreplay" + words + "\n");
        if (answer.behaviours().size() != 1) {
            throw new RefereeException("It cannot be stepped through: " + answer.trouble() + ".");
        }
        return new ReplayedSchedule(answer, kernel.lines(answer));
    }

    /** Ends the guest. */
    @Override
    public void close() {
        kernel.close();
    }
}
