// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.messageslot.grading.slot.referee.Event.EventKind;
import org.messageslot.grading.submission.CodeLines.CodeLine;

/**
 * Tells where a thread stands at a choice. Immutable.
 *
 * @param thread the thread, from 0
 * @param state what it is about to do, or waits for
 * @param call the call that it is in, or makes next; empty if it has made all
 * @param line the line before which it stands, or in which it waits; empty if there is none of the student's
 * @param held the lines at which the locks were taken that it holds
 * @param holder the thread that holds the lock for which this one waits
 */
public record Standing(
        int thread,
        ThreadState state,
        Optional<ScenarioCall> call,
        Optional<CodeLine> line,
        List<String> held,
        OptionalInt holder) {

    /** The things that a thread can be about to do. */
    public enum ThreadState {
        /** It has not begun. */
        NOT_BEGUN,
        /** It has returned from a call, and makes another one next. */
        BETWEEN_CALLS,
        /** It is in a call. */
        IN_CALL,
        /** It is in the middle of a line: of a copy, or of a loop. */
        IN_LINE,
        /** It waits for a lock. */
        WAITS,
        /** It sleeps, or waits for readers of RCU. */
        SLEEPS,
        /** All its calls have returned. */
        DONE
    }

    /** Keep a copy of the list. */
    public Standing {
        held = List.copyOf(held);
    }

    /**
     * Finds where a thread stands.
     *
     * @param thread which
     * @param scenario its calls
     * @param events all that happens in a schedule, also after the choice: that tells what a thread is about to do
     * @param places the lines
     * @param turn the number of the choice
     */
    static Standing of(int thread, Scenario scenario, List<Event> events, CodeMap places, int turn) {
        List<Event> past = events.stream().filter(event -> event.turn() <= turn).toList();
        List<Event> mine =
                past.stream().filter(event -> event.thread() == thread).toList();
        List<ScenarioCall> calls = scenario.threads().get(thread);
        Event last = mine.isEmpty() ? null : mine.get(mine.size() - 1);
        if (last == null || last.kind() == EventKind.EXIT) {
            int next = last == null ? 0 : last.call() + 1;
            ThreadState state = next >= calls.size()
                    ? ThreadState.DONE
                    : next == 0 ? ThreadState.NOT_BEGUN : ThreadState.BETWEEN_CALLS;
            return new Standing(thread, state, at(calls, next), Optional.empty(), List.of(), OptionalInt.empty());
        }
        Optional<Event> next = next(thread, events, places, turn);
        ThreadState state = state(last, next);
        Map<Long, Event> locks = locks(past);
        List<String> held = locks.values().stream()
                .filter(lock -> lock.thread() == thread)
                .flatMap(lock -> places.line(lock.place()).stream())
                .map(CodeLine::text)
                .sorted()
                .toList();
        return new Standing(
                thread,
                state,
                at(calls, last.call()),
                places.line(
                        isStopped(state) ? last.place() : next.map(Event::place).orElse(Fault.NOWHERE)),
                held,
                state == ThreadState.WAITS && locks.containsKey(last.address())
                        ? OptionalInt.of(locks.get(last.address()).thread())
                        : OptionalInt.empty());
    }

    private static ThreadState state(Event last, Optional<Event> next) {
        return switch (last.kind()) {
            case WAIT -> ThreadState.WAITS;
            case SLEEP, GRACE -> ThreadState.SLEEPS;
            default ->
                next.filter(event -> event.place() == last.place()).isPresent()
                        ? ThreadState.IN_LINE
                        : ThreadState.IN_CALL;
        };
    }

    private static boolean isStopped(ThreadState state) {
        return state == ThreadState.WAITS || state == ThreadState.SLEEPS;
    }

    private static Optional<ScenarioCall> at(List<ScenarioCall> calls, int index) {
        return index < calls.size() ? Optional.of(calls.get(index)) : Optional.empty();
    }

    /** The locks that are held, by address, as they were taken. */
    private static Map<Long, Event> locks(List<Event> past) {
        Map<Long, Event> locks = new HashMap<>();
        for (Event event : past) {
            if (event.kind() == EventKind.LOCK) {
                locks.put(event.address(), event);
            } else if (event.kind() == EventKind.UNLOCK) {
                locks.remove(event.address());
            }
        }
        return locks;
    }

    /** What it does next in a line of the student's, as far as that is in the same call. */
    private static Optional<Event> next(int thread, List<Event> events, CodeMap places, int turn) {
        return events.stream()
                .filter(event -> event.thread() == thread && event.turn() > turn)
                .takeWhile(event -> event.kind() != EventKind.EXIT)
                .filter(event -> places.line(event.place()).isPresent())
                .findFirst();
    }

    /** {@return the thread's name} */
    public String name() {
        return Scenario.threadName(thread);
    }
}
