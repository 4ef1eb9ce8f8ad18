// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way in which a scenario came out, and the shortest schedule that was seen to lead there. Immutable.
 *
 * @param end how it ended
 * @param count how many schedules came out so
 * @param switches how often another thread went on
 * @param preemptions how often that was so though the first could have gone on
 * @param faults a bit for each fault that was seen
 * @param schedule the schedule; empty if it is too long to be told
 * @param calls what the threads' calls returned, by thread and index; calls that never returned are missing
 * @param after what the calls at the end returned
 */
public record Behaviour(
        ScheduleEnd end,
        long count,
        int switches,
        int preemptions,
        long faults,
        Optional<List<ThreadSwitch>> schedule,
        Map<CallId, TimedResult> calls,
        List<CallResult> after) {

    /** Keep copies. */
    public Behaviour {
        schedule = schedule.map(List::copyOf);
        calls = Map.copyOf(calls);
        after = List.copyOf(after);
    }

    /** The ways in which a schedule ends; in the order of the referee's own numbers. */
    public enum ScheduleEnd {
        /** All calls returned. */
        DONE,
        /** No thread could go on. */
        DEADLOCK,
        /** The threads ran for a very long time without an end. */
        LIVELOCK,
        /** A thread was to go on that could not; the rest went on as it came. */
        DIVERGED,
        /** All threads sleep in something that the referee does not know. */
        HANG,
        /** An access that no kernel survives. */
        CRASH
    }

    /**
     * That another thread goes on.
     *
     * @param point the number of the choice
     * @param to the thread
     */
    public record ThreadSwitch(int point, int to) {}

    /**
     * Names a call by its thread.
     *
     * @param thread the thread's number, from 0
     * @param index the call's number in it, from 0
     */
    public record CallId(int thread, int index) {}

    /**
     * A result, and when the call was made.
     *
     * @param enter when it began, in steps
     * @param exit when it ended
     * @param result what it returned
     */
    public record TimedResult(long enter, long exit, CallResult result) {}

    /** {@return whether two calls of different threads were under way at once} */
    boolean overlaps() {
        return calls.entrySet().stream()
                .anyMatch(one -> calls.entrySet().stream()
                        .anyMatch(other -> one.getKey().thread()
                                        < other.getKey().thread()
                                && one.getValue().enter() < other.getValue().exit()
                                && other.getValue().enter() < one.getValue().exit()));
    }

    /** {@return whether the other is what this is, apart from how it came about} */
    boolean isSameAs(Behaviour other) {
        return end == other.end && after.equals(other.after) && results().equals(other.results());
    }

    private Map<CallId, CallResult> results() {
        Map<CallId, CallResult> results = new java.util.HashMap<>();
        calls.forEach((id, timed) -> results.put(id, timed.result()));
        return results;
    }
}
