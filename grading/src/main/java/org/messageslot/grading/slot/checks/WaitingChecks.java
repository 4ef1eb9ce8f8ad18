// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import static org.messageslot.calls.PollEvents.POLLERR;
import static org.messageslot.calls.PollEvents.POLLIN;
import static org.messageslot.calls.PollEvents.POLLOUT;

import java.util.List;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.PollEvents;
import org.messageslot.calls.Result;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.Subject;

/** The optional step 9: reads that wait, and poll. R-B1, R-B2, R-B3, R-B4. */
final class WaitingChecks {

    private static final String WAITS = "wait=1";

    /** {@return a file of a new process that never waits, with its channel} */
    static OpenFile hasty(SlotTrial trial, int minor, long id) {
        return trial.process()
                .open(trial.node(minor), OpenFlags.O_RDWR | OpenFlags.O_NONBLOCK)
                .select(id);
    }

    /** A call that was begun must not return before what it waits for has come. */
    static void demandThatItWaits(Subject.Waiting call, String sentence) {
        if (call.isDone()) {
            throw new Mismatch(sentence, "a call that waits", "it returned at once: " + call.result());
        }
    }

    static void demandEvents(int wanted, Result result, String sentence) {
        if (result.isFailure() || result.value() != wanted) {
            String got = result.isFailure() ? result.toString() : PollEvents.text((int) result.value());
            throw new Mismatch(sentence, PollEvents.text(wanted), got);
        }
    }

    @Check(value = "wait-until-written", load = false)
    void untilWritten(SlotTrial trial) {
        trial.load(WAITS);
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        OpenFile writer = trial.at(minor, id);
        OpenFile reader = trial.at(minor, id);
        Subject.Waiting read = reader.beginRead();
        writer.demandWrite(message, "A message cannot be written while a read waits for it.");
        OpenFile.demand(message, read.result(), "A read of a channel without a message does not wait for one.");
        writer.expect(message, "A message that a read waited for does not stay.");
    }

    @Check(value = "wait-nonblock", load = false)
    void nonblock(SlotTrial trial) {
        trial.load(WAITS);
        hasty(trial, trial.minor(), trial.id())
                .refuseRead(
                        Buffer.room(OpenFile.LONGEST),
                        "A read of an empty channel, by a file that was opened with O_NONBLOCK,",
                        Errno.EWOULDBLOCK);
    }

    @Check(value = "wait-own-channel", load = false)
    void ownChannel(SlotTrial trial) {
        trial.load(WAITS);
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        OpenFile writer = trial.at(minor, id);
        OpenFile other = trial.at(minor, id + 1);
        Subject.Waiting read = trial.at(minor, id).beginRead();
        other.demandWrite(trial.message(), "Another channel cannot be written while a read waits.");
        trial.pause();
        demandThatItWaits(read, "A read returns when another channel is written than its own.");
        writer.demandWrite(message, "A message cannot be written while a read waits for it.");
        OpenFile.demand(message, read.result(), "A read that waited does not return the message of its channel.");
    }

    @Check(value = "wait-all-readers", load = false)
    void allReaders(SlotTrial trial) {
        trial.load(WAITS);
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        OpenFile writer = trial.at(minor, id);
        List<OpenFile> readers = List.of(trial.at(minor, id), trial.at(minor, id), trial.at(minor, id));
        List<Subject.Waiting> reads = readers.stream().map(OpenFile::beginRead).toList();
        writer.demandWrite(message, "A message cannot be written while reads wait for it.");
        for (Subject.Waiting read : reads) {
            OpenFile.demand(message, read.result(), "Not each of the reads that waited returns the message.");
        }
    }

    @Check(value = "wait-killed", load = false)
    void killed(SlotTrial trial) {
        trial.load(WAITS);
        SlotProcess reader = trial.process();
        Subject.Waiting read = reader.at(trial.minor(), trial.id()).beginRead();
        demandThatItWaits(read, "A read of a channel without a message does not wait for one.");
        reader.exit();
        trial.demandUnload();
    }

    @Check("poll-now")
    void pollNow(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        int both = POLLIN | POLLOUT;
        SlotProcess process = trial.process();
        OpenFile file = process.open(minor);
        demandEvents(POLLERR, file.tryPoll(both, 0), "poll is wrong about a file without a channel.");
        file.select(id);
        demandEvents(0, file.tryPoll(POLLIN, 50), "poll is wrong about a channel without a message.");
        demandEvents(POLLOUT, file.tryPoll(both, 0), "poll is wrong about a channel without a message.");
        file.write(trial.message());
        demandEvents(both, file.tryPoll(both, 0), "poll is wrong about a channel with a message.");
        OpenFile other = process.at(minor, id + 1);
        demandEvents(POLLOUT, other.tryPoll(both, 0), "poll is wrong about a channel beside one with a message.");
    }

    @Check("poll-wakes")
    void pollWakes(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        OpenFile writer = trial.at(minor, id);
        Subject.Waiting poll = trial.at(minor, id).beginPoll(POLLIN);
        demandThatItWaits(poll, "poll does not wait for a message.");
        writer.demandWrite(trial.message(), "A message cannot be written while poll waits for it.");
        demandEvents(POLLIN, poll.result(), "poll returns something else when a message has come.");
    }
}
