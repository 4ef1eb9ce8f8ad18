// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;
import org.messageslot.calls.TracedCalls;
import org.messageslot.calls.Write;

/** The calls that were made in a session, and those of them that count for an exercise. Thread-safe. */
final class CallRecord {

    private final List<Made> calls = new ArrayList<>();

    /** Up to where {@link #newCalls()} has told. */
    private int told;

    private int exerciseBegan;
    private int attemptBegan;
    private int lookedAtFrom;

    /** Writes down the calls of a process. */
    private record Ear(CallRecord record, OpenFiles files) implements TracedCalls.CallListener {

        @Override
        public void heard(Call call, Result result) {
            record.add(files, call, result);
        }

        @Override
        public Ear ofChild() {
            return new Ear(record, files.ofChild());
        }
    }

    /** {@return what writes down the calls of a process with these open files} */
    TracedCalls.CallListener listener(OpenFiles files) {
        return new Ear(this, files);
    }

    private synchronized void add(OpenFiles files, Call call, Result result) {
        Optional<OpenFiles.StoredMessage> stored = Optional.ofNullable(files.follow(call, result))
                .map(place -> new OpenFiles.StoredMessage(
                        place, ((Write) call).buffer().bytes()));
        calls.add(new Made(call, result, stored));
    }

    /** {@return the calls that count, in their order} */
    synchronized List<Made> lookedAt() {
        return List.copyOf(calls.subList(Math.min(lookedAtFrom, calls.size()), calls.size()));
    }

    /** {@return the calls that were made since this was last asked, a line each} */
    synchronized String newCalls() {
        String text =
                calls.subList(told, calls.size()).stream().map(Made::toString).collect(Collectors.joining("\n"));
        told = calls.size();
        return text;
    }

    /** Begins an exercise: what was done before it does not count. */
    synchronized void begin() {
        exerciseBegan = calls.size();
        attemptBegan = exerciseBegan;
        lookedAtFrom = exerciseBegan;
    }

    /** Lets all count that was done since the exercise began. */
    synchronized void lookAtAll() {
        lookedAtFrom = exerciseBegan;
    }

    /** Lets count what was done since the last attempt. */
    synchronized void lookAtLastAttempt() {
        lookedAtFrom = attemptBegan;
    }

    /** Ends an attempt at the exercise. */
    synchronized void endAttempt() {
        attemptBegan = calls.size();
        lookedAtFrom = exerciseBegan;
    }

    /** Forgets all calls. */
    synchronized void clear() {
        calls.clear();
        told = 0;
        begin();
    }
}
