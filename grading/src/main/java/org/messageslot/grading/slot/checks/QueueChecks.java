// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import static org.messageslot.calls.PollEvents.POLLIN;
import static org.messageslot.calls.PollEvents.POLLOUT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;
import org.messageslot.calls.Write;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.grading.trial.Ledger;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.Subject;

/** The optional step 10: channels that are queues. R-Q1, R-Q2, R-Q3, R-Q4. */
final class QueueChecks {

    private static final String THREE = "queue=3";
    private static final String HAS_ROOM = "A message cannot be written to a queue that has room.";
    private static final String IN_ORDER = "A read does not return the oldest message of the queue.";

    private static List<byte[]> messages(SlotTrial trial, int count) {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(trial.message(10 + 7 * i));
        }
        return messages;
    }

    private static void writeAll(OpenFile file, List<byte[]> messages) {
        messages.forEach(message -> file.demandWrite(message, HAS_ROOM));
    }

    private static void demandEmpty(OpenFile file) {
        file.refuseRead(
                Buffer.room(OpenFile.LONGEST),
                "A read of a queue of which all was read, by a file that was opened with O_NONBLOCK,",
                Errno.EWOULDBLOCK);
    }

    @Check(value = "queue-in-order", load = false)
    void inOrder(SlotTrial trial) {
        trial.load(THREE);
        OpenFile file = WaitingChecks.hasty(trial, trial.minor(), trial.id());
        for (int count : new int[] {3, 2}) {
            List<byte[]> messages = messages(trial, count);
            writeAll(file, messages);
            messages.forEach(message -> file.expect(message, IN_ORDER));
            demandEmpty(file);
        }
    }

    @Check(value = "queue-full", load = false)
    void full(SlotTrial trial) {
        trial.load(THREE);
        int minor = trial.minor();
        long id = trial.id();
        OpenFile file = WaitingChecks.hasty(trial, minor, id);
        List<byte[]> messages = messages(trial, 4);
        writeAll(file, messages.subList(0, 3));
        file.refuseWrite(
                Buffer.of(trial.message()),
                "A write to a full queue, by a file that was opened with O_NONBLOCK,",
                Errno.EWOULDBLOCK);
        WaitingChecks.hasty(trial, minor, id + 1)
                .demandWrite(trial.message(), "A queue has no room though only another one is full.");
        file.expect(messages.get(0), IN_ORDER);
        writeAll(file, messages.subList(3, 4));
        messages.subList(1, 4).forEach(message -> file.expect(message, IN_ORDER));
        demandEmpty(file);
    }

    @Check(value = "queue-waits", load = false)
    void waits(SlotTrial trial) {
        trial.load("queue=1");
        int minor = trial.minor();
        long id = trial.id();
        OpenFile writer = trial.at(minor, id);
        OpenFile reader = trial.at(minor, id);
        List<byte[]> messages = messages(trial, 3);
        writeAll(writer, messages.subList(0, 1));
        Subject.Waiting write = writer.beginWrite(messages.get(1));
        WaitingChecks.demandThatItWaits(write, "A write to a full queue does not wait.");
        reader.expect(messages.get(0), IN_ORDER);
        Result written = write.result();
        if (written.isFailure()) {
            throw new Mismatch("A write that waited for room fails when there is some.", "0 or more", "" + written);
        }
        reader.expect(messages.get(1), IN_ORDER);
        Subject.Waiting read = reader.beginRead();
        writer.demandWrite(messages.get(2), "A message cannot be written while a read waits for it.");
        OpenFile.demand(messages.get(2), read.result(), "A read of an empty queue does not wait for a message.");
    }

    @Check(value = "queue-failed-calls", load = false)
    void failedCalls(SlotTrial trial) {
        trial.load(THREE);
        OpenFile file = WaitingChecks.hasty(trial, trial.minor(), trial.id());
        List<byte[]> messages = List.of(trial.message(40), trial.message(20));
        writeAll(file, messages);
        file.refuseRead(Buffer.room(39), "A read into a buffer that is too small", Errno.ENOSPC);
        file.refuseRead(Buffer.nullPointer(OpenFile.LONGEST), "A read into a bad buffer");
        file.refuseWrite(Buffer.nullPointer(20), "A write from a bad buffer");
        file.refuseWrite(Buffer.of(new byte[0]), "A write of 0 bytes", Errno.EMSGSIZE);
        for (byte[] message : messages) {
            file.expect(message, "Calls that failed have changed the queue.");
        }
        demandEmpty(file);
    }

    @Check(value = "queue-poll", load = false)
    void poll(SlotTrial trial) {
        trial.load("queue=2");
        int minor = trial.minor();
        long id = trial.id();
        int both = POLLIN | POLLOUT;
        OpenFile file = WaitingChecks.hasty(trial, minor, id);
        WaitingChecks.demandEvents(POLLOUT, file.tryPoll(both, 0), "poll is wrong about an empty queue.");
        writeAll(file, messages(trial, 1));
        WaitingChecks.demandEvents(both, file.tryPoll(both, 0), "poll is wrong about a queue that is half full.");
        writeAll(file, messages(trial, 1));
        WaitingChecks.demandEvents(POLLIN, file.tryPoll(both, 0), "poll is wrong about a full queue.");
        Subject.Waiting poll = trial.at(minor, id).beginPoll(POLLOUT);
        WaitingChecks.demandThatItWaits(poll, "poll does not wait for room in a full queue.");
        file.tryRead(Buffer.room(OpenFile.LONGEST));
        WaitingChecks.demandEvents(POLLOUT, poll.result(), "poll returns something else when there is room again.");
    }

    @Check(value = "queue-each-once", load = false)
    void eachOnce(SlotTrial trial) {
        trial.load(THREE);
        int minor = trial.minor();
        long id = trial.id();
        OpenFile writer = WaitingChecks.hasty(trial, minor, id);
        List<OpenFile> readers = List.of(trial.at(minor, id), trial.at(minor, id));
        List<Subject.Waiting> reads = readers.stream().map(OpenFile::beginRead).toList();
        List<byte[]> messages = messages(trial, 2);
        for (byte[] message : messages) {
            writer.demandWrite(message, "A message cannot be written while reads wait for it.");
            trial.pause();
        }
        List<Result> results = reads.stream().map(Subject.Waiting::result).toList();
        for (byte[] message : messages) {
            long times =
                    results.stream().filter(result -> isOf(message, result)).count();
            if (times != 1) {
                throw new Mismatch(
                        "Two reads waited, two messages were written, and one of them was not read once.",
                        "one read that returns " + Buffer.quoted(message),
                        times + " of them");
            }
        }
        demandEmpty(writer);
    }

    private static boolean isOf(byte[] message, Result result) {
        return result.value() == message.length
                && Arrays.equals(message, Arrays.copyOf(result.bytes(), message.length));
    }

    @Check(value = "queue-memory", guest = GuestKind.LEDGER, load = false)
    void memory(SlotTrial trial) throws Exception {
        trial.load("queue=8");
        SlotProcess process = trial.process();
        OpenFile file = process.at(trial.minor(), trial.id());
        List<Call> script = new ArrayList<>();
        messages(trial, 8).forEach(message -> script.add(new Write(file.fd(), Buffer.of(message))));
        script.addAll(WriteAndReadChecks.reads(file, 8, OpenFile.LONGEST));
        process.quietly("fill the queue, and read all of it", script);
        Ledger.Balance before = trial.ledger().balance();
        for (int i = 0; i < 4; i++) {
            process.quietly("fill the queue, and read all of it", script);
        }
        MemoryChecks.demandNoGrowth(
                "Memory grows when messages are queued and read.",
                before,
                trial.ledger().balance(),
                0);
        writeAll(file, messages(trial, 5));
        trial.endProcesses();
        LifeCycleChecks.demandNothingLeft(trial, ", with messages in a queue");
    }
}
