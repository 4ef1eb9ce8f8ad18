// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.messageslot.grading.slot.referee.Behaviour.CallId;
import org.messageslot.grading.slot.referee.Event.EventKind;
import org.messageslot.grading.submission.CodeLines.CodeLine;

/**
 * Lists what happened in a schedule, in lines of the student's source. Immutable.
 *
 * @param rows the rows in their order
 */
public record ScheduleTrace(List<TraceRow> rows) {

    /** How many rows a loop may consist of that is shown once. */
    private static final int LONGEST_LOOP = 4;

    private static final int SMALL = 1 << 20;

    /** Keep a copy of the list. */
    public ScheduleTrace {
        rows = List.copyOf(rows);
    }

    /**
     * One row.
     *
     * @param thread whose it is, from 0
     * @param line the line of the source; empty where a call begins or returns
     * @param text the call, its result, or the line
     * @param values what was read and written of memory that another thread uses, too
     * @param held the lines at which the locks were taken that the thread holds
     * @param waits whether the thread begins to wait for a lock here
     * @param switched whether another thread went on before this row
     * @param times how often it was done in a row
     */
    public record TraceRow(
            int thread,
            Optional<CodeLine> line,
            String text,
            List<String> values,
            List<String> held,
            boolean waits,
            boolean switched,
            int times) {

        /** Keep copies of the lists. */
        public TraceRow {
            values = List.copyOf(values);
            held = List.copyOf(held);
        }

        private boolean looksLike(TraceRow other) {
            return thread == other.thread && line.equals(other.line) && text.equals(other.text) && !other.switched;
        }

        private TraceRow with(TraceRow other) {
            List<String> all = new ArrayList<>(values);
            other.values.stream().filter(value -> !all.contains(value)).forEach(all::add);
            return new TraceRow(thread, line, text, all, other.held, waits || other.waits, switched, times);
        }

        private TraceRow repeated(int count) {
            return new TraceRow(thread, line, text, values, held, waits, switched, times * count);
        }
    }

    /**
     * Puts what happened in lines.
     *
     * @param scenario whose calls
     * @param behaviour what they returned
     * @param events what happened
     * @param places the lines
     */
    static ScheduleTrace of(Scenario scenario, Behaviour behaviour, List<Event> events, CodeMap places) {
        return of(scenario, behaviour, events, places, new Span(0, Integer.MAX_VALUE));
    }

    /**
     * A part of a schedule.
     *
     * @param first how many choices came before it at least
     * @param last how many came before it at most
     */
    record Span(int first, int last) {
        private boolean holds(Event event) {
            return event.turn() >= first && event.turn() <= last;
        }
    }

    /** {@return the rows of a part; what both threads use, and which locks are held, is known from all of it} */
    static ScheduleTrace of(Scenario scenario, Behaviour behaviour, List<Event> events, CodeMap places, Span span) {
        Set<Long> shared = shared(events);
        Map<Long, Integer> blocks = blocks(events);
        Map<Integer, Map<Long, String>> held = new HashMap<>();
        List<TraceRow> rows = new ArrayList<>();
        int last = -1;
        for (Event event : events) {
            if (event.thread() < 0 || event.thread() >= scenario.threads().size()) {
                continue;
            }
            Map<Long, String> mine = held.computeIfAbsent(event.thread(), unused -> new java.util.LinkedHashMap<>());
            Optional<CodeLine> line = places.line(event.place());
            String text = text(scenario, behaviour, event, line);
            if (event.kind() == EventKind.LOCK) {
                mine.put(event.address(), text);
            } else if (event.kind() == EventKind.UNLOCK) {
                mine.remove(event.address());
            }
            if (text.isEmpty()) {
                continue;
            }
            boolean isCall = event.kind() == EventKind.ENTER || event.kind() == EventKind.EXIT;
            TraceRow row = new TraceRow(
                    event.thread(),
                    isCall ? Optional.empty() : line,
                    text,
                    isShared(event, shared) ? values(event, blocks) : List.of(),
                    List.copyOf(mine.values()),
                    event.kind() == EventKind.WAIT,
                    last >= 0 && last != event.thread(),
                    1);
            last = event.thread();
            if (span.holds(event)) {
                add(rows, row);
            }
        }
        return new ScheduleTrace(folded(rows));
    }

    private static void add(List<TraceRow> rows, TraceRow row) {
        int end = rows.size() - 1;
        if (end >= 0 && rows.get(end).looksLike(row)) {
            rows.set(end, rows.get(end).with(row));
        } else {
            rows.add(row);
        }
    }

    private static String text(Scenario scenario, Behaviour behaviour, Event event, Optional<CodeLine> line) {
        CallId id = new CallId(event.thread(), event.call());
        List<ScenarioCall> calls = scenario.threads().get(event.thread());
        if (event.kind() == EventKind.ENTER) {
            return event.call() < calls.size() ? calls.get(event.call()).toString() : "";
        }
        if (event.kind() == EventKind.EXIT) {
            Behaviour.TimedResult timed = behaviour.calls().get(id);
            return timed == null ? "returns" : "returns " + timed.result();
        }
        return line.map(CodeLine::text).orElse("");
    }

    /** The words that several threads use, and one changes. */
    private static Set<Long> shared(List<Event> events) {
        Map<Long, Set<Integer>> users = new HashMap<>();
        Set<Long> changed = new HashSet<>();
        for (Event event : events) {
            if (event.isAccess()) {
                for (long word = event.address() >>> 3; word <= last(event); word++) {
                    users.computeIfAbsent(word, unused -> new HashSet<>()).add(event.thread());
                    if (event.isChange()) {
                        changed.add(word);
                    }
                }
            }
        }
        Set<Long> shared = new HashSet<>(changed);
        shared.removeIf(word -> users.getOrDefault(word, Set.of()).size() < 2);
        return shared;
    }

    /** A block of at most a page is looked at; the guest's memory is no larger than that of its blocks. */
    private static long last(Event event) {
        return (event.address() + Math.min(Math.max(event.size(), 1), 4096) - 1) >>> 3;
    }

    private static boolean isShared(Event event, Set<Long> shared) {
        if (!event.isAccess()) {
            return false;
        }
        for (long word = event.address() >>> 3; word <= last(event); word++) {
            if (shared.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static Map<Long, Integer> blocks(List<Event> events) {
        Map<Long, Integer> blocks = new HashMap<>();
        events.stream()
                .filter(event -> event.block() > 0)
                .forEach(event -> blocks.put(event.address() - event.offset(), event.block()));
        return blocks;
    }

    private static List<String> values(Event event, Map<Long, Integer> blocks) {
        if (event.kind() == EventKind.FREE) {
            return List.of("frees block " + event.block());
        }
        String verb = event.isChange() ? "writes " : "reads ";
        if (event.size() > 8) {
            return List.of(verb + event.size() + " bytes" + where(event));
        }
        long value = event.value();
        String shown = blocks.containsKey(value)
                ? "block " + blocks.get(value)
                : value >= 0 && value < SMALL ? Long.toString(value) : "0x" + Long.toHexString(value);
        return List.of(verb + shown + where(event));
    }

    private static String where(Event event) {
        return event.block() == 0 ? "" : " (block " + event.block() + ", byte " + event.offset() + ")";
    }

    /** Shows what is done many times in a row once. */
    private static List<TraceRow> folded(List<TraceRow> rows) {
        List<TraceRow> folded = new ArrayList<>();
        int at = 0;
        while (at < rows.size()) {
            int length = 1;
            int times = 1;
            for (int tried = 1; tried <= LONGEST_LOOP && times == 1; tried++) {
                length = tried;
                times = times(rows, at, tried);
            }
            for (int i = 0; i < length && times > 1; i++) {
                folded.add(rows.get(at + i).repeated(times));
            }
            if (times == 1) {
                folded.add(rows.get(at));
                length = 1;
            }
            at += length * times;
        }
        return folded;
    }

    private static int times(List<TraceRow> rows, int at, int length) {
        int times = 1;
        while (at + (times + 1) * length <= rows.size() && repeats(rows, at, at + times * length, length)) {
            times++;
        }
        return times;
    }

    private static boolean repeats(List<TraceRow> rows, int first, int second, int length) {
        for (int i = 0; i < length; i++) {
            if (!rows.get(first + i).looksLike(rows.get(second + i))
                    || rows.get(second + i).switched()) {
                return false;
            }
        }
        return true;
    }
}
