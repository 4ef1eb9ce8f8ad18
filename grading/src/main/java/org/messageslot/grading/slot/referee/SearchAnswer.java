// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.messageslot.grading.slot.referee.Behaviour.CallId;
import org.messageslot.grading.slot.referee.Behaviour.ScheduleEnd;
import org.messageslot.grading.slot.referee.Behaviour.ThreadSwitch;
import org.messageslot.grading.slot.referee.Behaviour.TimedResult;
import org.messageslot.grading.slot.referee.Event.EventKind;
import org.messageslot.grading.slot.referee.Fault.FaultKind;

/**
 * What the guest's program printed. A hostile module can make it print anything; then it is refused, or says less. Immutable.
 *
 * @param schedules how many schedules were tried
 * @param cut whether some were left out
 * @param behaviours how they came out, each way once
 * @param faults the faults that were noted, by number
 * @param places where the points are, as the program takes them again
 * @param sections where the sections of the code begin
 * @param events what happened, if a schedule was replayed
 * @param turns the choices between threads of that schedule
 * @param trouble why nothing more was tried; empty if there is no reason
 */
record SearchAnswer(
        long schedules,
        boolean cut,
        List<Behaviour> behaviours,
        List<Fault> faults,
        String places,
        Map<String, Long> sections,
        List<Event> events,
        List<Turn> turns,
        String trouble) {

    private static final int LAST_ERRNO = 4095;
    private static final int THREADS = 3;
    private static final Pattern PLACES = Pattern.compile("places(?: [0-9a-f]{1,8}){0,4000}");
    private static final Pattern TROUBLE = Pattern.compile("[\\p{ASCII}&&[^\\p{Cntrl}]]{1,200}");

    SearchAnswer {
        behaviours = List.copyOf(behaviours);
        faults = List.copyOf(faults);
        sections = Map.copyOf(sections);
        events = List.copyOf(events);
        turns = List.copyOf(turns);
    }

    /**
     * Reads an answer.
     *
     * @param text what was printed
     * @throws IllegalArgumentException if it makes no sense
     */
    static SearchAnswer parse(String text) {
        AnswerReader reader = new AnswerReader();
        try {
            text.lines().forEach(reader::read);
            return reader.answer();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("The referee's answer is not whole.", e);
        }
    }

    /** The lines in their order. */
    private static final class AnswerReader {
        private long schedules;
        private boolean cut;
        private boolean ended;
        private final List<OpenBehaviour> open = new ArrayList<>();
        private final List<Fault> faults = new ArrayList<>();
        private String places = "places";
        private final Map<String, Long> sections = new LinkedHashMap<>();
        private final List<Event> events = new ArrayList<>();
        private final List<Turn> turns = new ArrayList<>();
        private String trouble = "";

        private void read(String line) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "searched" -> {
                    schedules = Long.parseLong(words[1]);
                    cut = !words[2].equals("0");
                }
                case "outcome" -> open.add(new OpenBehaviour(words));
                case "changes" -> last().schedule = schedule(words);
                case "call" -> last().call(words);
                case "after" -> last().after.add(result(words));
                case "fault" -> faults.add(fault(words));
                case "section" -> sections.put(words[1], Long.parseUnsignedLong(words[2], 16));
                case "event" -> events.add(event(words));
                case "turn" -> turns.add(turn(words));
                case "places" -> {
                    demand(PLACES.matcher(line).matches());
                    places = line;
                }
                case "trouble" -> {
                    trouble = line.substring("trouble ".length());
                    demand(TROUBLE.matcher(trouble).matches());
                }
                case "end" -> ended = true;
                default -> demand(line.isEmpty());
            }
        }

        private OpenBehaviour last() {
            return open.get(open.size() - 1);
        }

        private SearchAnswer answer() {
            demand(ended);
            return new SearchAnswer(
                    schedules,
                    cut,
                    open.stream().map(OpenBehaviour::closed).toList(),
                    faults,
                    places,
                    sections,
                    events,
                    turns,
                    trouble);
        }
    }

    /** A behaviour of which more is to be read. */
    private static final class OpenBehaviour {
        private final String[] head;
        private Optional<List<ThreadSwitch>> schedule = Optional.empty();
        private final Map<CallId, TimedResult> calls = new HashMap<>();
        private final List<CallResult> after = new ArrayList<>();

        private OpenBehaviour(String[] head) {
            this.head = head;
        }

        private void call(String[] words) {
            calls.put(
                    new CallId(Integer.parseInt(words[1]), Integer.parseInt(words[2])),
                    new TimedResult(Long.parseLong(words[3]), Long.parseLong(words[4]), result(words)));
        }

        private Behaviour closed() {
            return new Behaviour(
                    of(ScheduleEnd.values(), head[1]),
                    Long.parseLong(head[2]),
                    Integer.parseInt(head[3]),
                    Integer.parseInt(head[4]),
                    Long.parseUnsignedLong(head[5], 16),
                    schedule,
                    calls,
                    after);
        }
    }

    private static CallResult result(String[] words) {
        demand(words[7].matches("(?:[0-9a-f]{2}){0,256}"));
        int errno = Integer.parseInt(words[6]);
        demand(errno >= 0 && errno <= LAST_ERRNO);
        return new CallResult(Long.parseLong(words[5]), errno, words[7]);
    }

    private static Optional<List<ThreadSwitch>> schedule(String[] words) {
        if (words.length > 1 && words[1].equals("none")) {
            return Optional.empty();
        }
        List<ThreadSwitch> changes = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            String[] parts = words[i].split(":", -1);
            changes.add(new ThreadSwitch(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
        }
        return Optional.of(changes);
    }

    private static Fault fault(String[] words) {
        return new Fault(
                of(FaultKind.values(), words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Long.parseUnsignedLong(words[5], 16),
                Long.parseUnsignedLong(words[6], 16),
                Long.parseUnsignedLong(words[7], 16),
                Long.parseLong(words[8]),
                Long.parseLong(words[9]),
                Long.parseLong(words[10]));
    }

    private static Event event(String[] words) {
        return new Event(
                Integer.parseInt(words[1]),
                of(EventKind.values(), words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Long.parseUnsignedLong(words[5], 16),
                Long.parseLong(words[6]),
                Integer.parseInt(words[7]),
                Long.parseLong(words[8]),
                Long.parseUnsignedLong(words[9], 16),
                Long.parseUnsignedLong(words[10], 16),
                Integer.parseInt(words[11]));
    }

    private static Turn turn(String[] words) {
        Turn turn = new Turn(
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]));
        demand(turn.able() >> THREADS == 0 && turn.allows(turn.expected()) && turn.allows(turn.chosen()));
        return turn;
    }

    private static <T> T of(T[] all, String number) {
        int index = Integer.parseInt(number);
        demand(index >= 0 && index < all.length);
        return all[index];
    }

    private static void demand(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("The referee's answer makes no sense.");
        }
    }
}
