// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.messageslot.grading.slot.referee.Behaviour;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.Stepping;
import org.messageslot.grading.slot.referee.Watched;
import org.messageslot.lab.explain.SteppingText;
import org.messageslot.lab.explain.WatchedModule;
import org.messageslot.lab.terminal.Screen;

/**
 * A schedule that is made by hand, for a script: at each choice you say which thread goes on. {@link Schedules#race} begins one.
 *
 * <p>Not thread-safe.
 */
public final class HandSchedule implements AutoCloseable {

    private final String module;
    private final Watched watched;
    private final Stepping stepping;
    private final SteppingText text;

    private HandSchedule(String module, Watched watched, Stepping stepping, SteppingText text) {
        this.module = module;
        this.watched = watched;
        this.stepping = stepping;
        this.text = text;
    }

    static HandSchedule begin(String module, Watched watched, Scenario scenario) throws Exception {
        Screen screen = Screen.standard();
        Stepping stepping = WatchedModule.explained(
                () -> screen.working("searching where the threads meet", progress -> Stepping.of(watched, scenario)));
        SteppingText text = new SteppingText(screen.width());
        System.out.print(text.opening(scenario));
        return new HandSchedule(module, watched, stepping, text);
    }

    /**
     * Lets a thread go on as far as the next choice, and prints what it did.
     *
     * @param threads its name, {@code "A"} for example; or several, one for each choice: {@code "A A B"}
     * @return this schedule
     * @throws IllegalArgumentException if there is no such thread, or it cannot go on; the message is a sentence
     * @throws Exception if the module cannot be watched any more
     */
    public HandSchedule run(String threads) throws Exception {
        for (int thread : SteppingText.threads(threads, stepping.scenario())) {
            WatchedModule.explained(() -> {
                stepping.choose(thread);
                return thread;
            });
            System.out.print(text.happened(stepping));
        }
        return this;
    }

    /**
     * Takes the last choice back, if there is one.
     *
     * @return this schedule
     */
    public HandSchedule back() {
        stepping.back();
        return this;
    }

    /**
     * Takes all choices back.
     *
     * @return this schedule
     */
    public HandSchedule restart() {
        stepping.restart();
        return this;
    }

    /** {@return whether nothing is left to choose: all calls have returned, or none can go on} */
    public boolean isOver() {
        return stepping.next().isEmpty();
    }

    /** {@return whether it is over, and what came out is wrong} */
    public boolean isWrong() {
        return isOver() && !stepping.result().isRight();
    }

    /** {@return whether what came out is right, and why; or that it is not over yet} */
    public String result() {
        return isOver() ? SteppingText.verdict(stepping) : "Not over yet: choice " + next() + " is next.";
    }

    /**
     * Says what the last call of a thread returned.
     *
     * @param thread its name
     * @return the value, and what was read: {@code "3: 1 x 'a', 2 x 'x'"} for example; or that it has not returned
     * @throws IllegalArgumentException if there is no such thread
     */
    public String returned(String thread) {
        if (!isOver()) {
            return result();
        }
        List<Integer> threads = SteppingText.threads(thread, stepping.scenario());
        if (threads.size() != 1) {
            throw new IllegalArgumentException("Name one thread, \"A\" for example, not '" + thread + "'.");
        }
        int last = stepping.scenario().threads().get(threads.get(0)).size() - 1;
        Behaviour.TimedResult made =
                stepping.result().behaviour().calls().get(new Behaviour.CallId(threads.get(0), last));
        return made == null ? "It has not returned." : made.result().toString();
    }

    /** {@return the number of the next choice, from 1} */
    int next() {
        return stepping.choices().size() + 1;
    }

    /** {@return the choices so far, {@code "A A B"} for example} */
    public String choices() {
        return stepping.choices().stream().map(Scenario::threadName).collect(Collectors.joining(" "));
    }

    /** Prints the whole schedule and what came of it; where choices are left, what comes if nobody makes them. */
    public void show() {
        System.out.print(text.result(stepping));
    }

    /**
     * Lets the machine search all schedules of the same calls with at most two preemptions, and some by chance.
     *
     * @return what it found
     * @throws Exception if the module cannot be searched
     */
    public Searched search() throws Exception {
        return Searched.of(watched, stepping.scenario());
    }

    /** Ends its guest; it gets another one if it is used again. */
    @Override
    public void close() {
        stepping.close();
    }

    /** {@return which module and calls, and where each thread stands} */
    @Override
    public String toString() {
        String name = String.format(Locale.ROOT, "%s of %s", stepping.scenario().name(), module);
        return name
                + (isOver()
                        ? "\n" + result() + "\n" + SteppingText.choices(stepping)
                        : text.standing(stepping).stripTrailing());
    }
}
