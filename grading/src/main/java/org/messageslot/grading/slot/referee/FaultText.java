// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.referee;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.messageslot.grading.slot.referee.Event.EventKind;
import org.messageslot.grading.submission.CodeLines.CodeLine;

/**
 * A fault in words, with the lines that it is about. Immutable.
 *
 * @param sentence one whole sentence
 * @param source the lines with their numbers
 */
public record FaultText(String sentence, List<String> source) {

    private static final String[] LOCKS = {"mutex", "spinlock", "read-write lock", "rw_semaphore", "semaphore"};

    /** Keep a copy of the list. */
    public FaultText {
        source = List.copyOf(source);
    }

    /**
     * Puts a fault in words.
     *
     * @param fault the fault
     * @param places the lines
     * @return the words
     */
    public static FaultText of(Fault fault, CodeMap places) {
        return new FaultText(new Words(fault, places).sentence(), source(fault, places));
    }

    private static List<String> source(Fault fault, CodeMap places) {
        Set<String> lines = new LinkedHashSet<>();
        for (long place : new long[] {fault.origin(), fault.other(), fault.place()}) {
            places.line(place)
                    .ifPresent(line -> lines.add(
                            String.format(Locale.ROOT, "%s:%d  %s", line.file(), line.number(), line.text())));
        }
        return new ArrayList<>(lines);
    }

    /** The parts of the sentence. */
    private record Words(Fault fault, CodeMap places) {

        private String sentence() {
            return switch (fault.kind()) {
                case DEADLOCK ->
                    thread(fault.thread()) + " waits for ever in " + here() + " for the " + lock()
                            + " that "
                            + thread(fault.by()).toLowerCase(Locale.ROOT).replace("thread", "thread")
                            + " took in " + other() + ".";
                case LIVELOCK ->
                    (fault.thread() <= 2 ? "The threads run" : "A call runs") + " for ever; the last seen is in "
                            + here() + ".";
                case ASLEEP -> thread(fault.thread()) + " sleeps in " + here() + ", and nobody is left to wake it.";
                case LOCK_TWICE ->
                    "The " + lock() + " that was taken in " + other() + " is taken again in " + here()
                            + " by the same thread, which waits for itself.";
                case LOCK_LOST ->
                    "The " + lock() + " that was taken in " + other() + " was never given up, so that " + here()
                            + " waits for ever.";
                case UNLOCK ->
                    "A " + lock() + " is given up in " + here() + " that "
                            + (fault.size() == 0 ? "nobody holds." : "another thread holds.");
                case RETURN_HELD -> "A call returns with the " + lock() + " held that it took in " + here() + ".";
                case ORDER ->
                    "Two locks are taken in " + here() + " in the other order than in " + origin()
                            + ", which can be a deadlock.";
                case ATOMIC ->
                    here() + " may sleep "
                            + (fault.other() == Fault.NOWHERE
                                    ? "with preemption off, or inside of an RCU section."
                                    : "under the " + lock() + " that was taken in " + other() + ".");
                case RETURN_ATOMIC -> "A call returns with preemption off, or inside of an RCU section.";
                case NULL ->
                    here() + " " + uses() + " memory through a NULL pointer, at offset " + fault.offset() + ".";
                case WILD ->
                    here() + " " + uses() + " memory through a pointer that "
                            + (fault.size() == 1
                                    ? "nobody has set."
                                    : "is no address (0x" + Long.toHexString(fault.offset()) + ").");
                case USER ->
                    here() + " " + uses() + " the caller's memory itself, without copy_from_user or" + " copy_to_user.";
                case FREED -> bytes() + " is " + used() + " in " + here() + ", after " + other() + " had freed it.";
                case OVERRUN ->
                    here() + " " + uses() + " " + fault.size() + " bytes, and byte " + fault.offset()
                            + " is beyond the " + fault.length() + " that " + origin() + " allocated.";
                case UNSET -> bytes() + " is " + used() + " in " + here() + ", and nobody had set it.";
                case FREED_TWICE ->
                    "The " + fault.length() + " bytes that " + origin() + " allocated are freed in " + here()
                            + ", after " + other() + " had freed them.";
                case FOREIGN_FREE ->
                    here() + " frees "
                            + (fault.size() == 1
                                    ? "what is not the beginning of a block."
                                    : "what was never allocated.");
                case LEAK ->
                    "The " + fault.length() + " bytes that " + here() + " allocated are still there after unloading.";
                case BOUNDS -> here() + " uses index " + fault.offset() + ", which is outside of its array.";
            };
        }

        private String bytes() {
            return "Byte " + fault.offset() + " of the " + fault.length() + " that " + origin() + " allocated";
        }

        private String lock() {
            return fault.what() >= 0 && fault.what() < LOCKS.length ? LOCKS[fault.what()] : "lock";
        }

        private static String thread(int number) {
            return number <= 2 ? "Thread " + Scenario.threadName(number) : "A call that has returned";
        }

        private String uses() {
            return isWrite() ? "writes" : "reads";
        }

        private String used() {
            return isWrite() ? "written" : "read";
        }

        private boolean isWrite() {
            EventKind[] kinds = EventKind.values();
            return fault.what() >= 0
                    && fault.what() < kinds.length
                    && (kinds[fault.what()] == EventKind.WRITE
                            || kinds[fault.what()] == EventKind.MARKED_WRITE
                            || kinds[fault.what()] == EventKind.ATOMIC);
        }

        private String here() {
            return at(fault.place());
        }

        private String other() {
            return at(fault.other());
        }

        private String origin() {
            return at(fault.origin());
        }

        private String at(long place) {
            Optional<CodeLine> line = places.line(place);
            return line.map(one -> one.function() + " (" + one.file() + ":" + one.number() + ")")
                    .orElse("a place that is not known");
        }
    }
}
