// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.messageslot.grading.slot.referee.Behaviour.ScheduleEnd;

/** Says what is wrong with what came of a schedule: the same for one that was found and one that was made by hand. */
final class Assessment {

    private Assessment() {}

    /** {@return whether all calls returned, and no order of them explains what} */
    static boolean isWrong(Behaviour behaviour, Linearizability right) {
        boolean complete = behaviour.end() == ScheduleEnd.DONE || behaviour.end() == ScheduleEnd.DIVERGED;
        return complete && !right.explains(behaviour);
    }

    /** {@return whether calls could not return} */
    static boolean isDeadEnd(Behaviour behaviour) {
        return behaviour.end() == ScheduleEnd.DEADLOCK
                || behaviour.end() == ScheduleEnd.LIVELOCK
                || behaviour.end() == ScheduleEnd.CRASH;
    }

    /** {@return those of the faults that were seen in a behaviour} */
    static List<Fault> seen(Behaviour behaviour, List<Fault> faults) {
        return IntStream.range(0, Math.min(Long.SIZE, faults.size()))
                .filter(i -> (behaviour.faults() >>> i & 1) != 0)
                .mapToObj(faults::get)
                .toList();
    }

    /** {@return the places of which the lines are needed to tell what happened} */
    static Set<Long> places(Collection<Event> events, Collection<Fault> faults) {
        Set<Long> needed = new TreeSet<>();
        events.forEach(event -> needed.add(event.place()));
        faults.forEach(fault -> needed.addAll(List.of(fault.place(), fault.other(), fault.origin())));
        return needed;
    }

    /**
     * Puts a schedule that was replayed in lines of the source.
     *
     * @param scenario whose calls
     * @param behaviour what came of it
     * @param wrong whether no order explains it
     * @param replay what happened
     * @param places the lines
     */
    static FoundSchedule told(
            Scenario scenario, Behaviour behaviour, boolean wrong, SearchAnswer replay, CodeMap places) {
        Behaviour replayed = replay.behaviours().get(0);
        return new FoundSchedule(
                behaviour,
                wrong,
                seen(replayed, replay.faults()).stream()
                        .map(fault -> FaultText.of(fault, places))
                        .toList(),
                ScheduleTrace.of(scenario, replayed, replay.events(), places));
    }
}
