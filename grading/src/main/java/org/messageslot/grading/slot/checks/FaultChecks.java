// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.Write;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotPrerequisites;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.slot.UncommonCalls;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.Count;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.grading.trial.Mismatch;

/** Bad buffers and failing allocations: R-W4, R-R6, R-A1, R-A2. Any errno is right; what counts is what is left. */
final class FaultChecks {

    /** More allocations than any single call makes. */
    private static final int MOST_ALLOCATIONS = 40;

    @Check(value = "write-null-buffer", telling = true)
    void writeNull(SlotTrial trial) {
        OpenFile file = trial.at(trial.minor(), trial.id());
        for (int length : new int[] {1, 40, 128}) {
            file.refuseWrite(Buffer.nullPointer(length), "A write from address 0");
        }
    }

    @Check("write-unmapped-buffer")
    void writeUnmapped(SlotTrial trial) {
        OpenFile file = trial.at(trial.minor(), trial.id());
        for (int length : new int[] {1, 40, 128}) {
            file.refuseWrite(Buffer.unmapped(length), "A write from an address at which nothing is mapped");
            file.refuseWrite(Buffer.kernelHalf(length), "A write from a kernel address");
        }
    }

    @Check("write-buffer-ends-early")
    void writeEndsEarly(SlotTrial trial) {
        SlotProcess process = trial.process();
        OpenFile file = process.at(trial.minor(), trial.id());
        for (int length : new int[] {128, 9}) {
            List<Call> writes = new ArrayList<>();
            for (int there = 1; there < length; there++) {
                writes.add(new Write(file.fd(), Buffer.crossing(trial.message(there), length)));
            }
            List<Result> results = process.calls(writes);
            for (int i = 0; i < results.size(); i++) {
                OpenFile.demandFailure(
                        "write",
                        results.get(i),
                        "A write of " + length + " bytes of which only " + (i + 1) + " can be read");
            }
        }
    }

    @Check("write-read-only-buffer")
    void writeReadOnly(SlotTrial trial) {
        byte[] message = trial.message();
        OpenFile file = trial.at(trial.minor(), trial.id());
        demandSuccess(
                message.length,
                file.tryWrite(Buffer.readOnly(message)),
                "A message cannot be written from memory that may only be read.");
        file.expect(message, "A message that was written from memory that may only be read is not stored.");
    }

    /** How many bytes were written is asked elsewhere. */
    private static void demandSuccess(int length, Result result, String otherwise) {
        if (result.isFailure()) {
            throw new Mismatch(otherwise, Integer.toString(length), result.toString());
        }
    }

    @Check("write-untouched-buffer")
    void writeUntouched(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int length : new int[] {20, 60}) {
            demandSuccess(
                    length,
                    process.at(minor, id++).tryWrite(Buffer.untouched(length)),
                    "A message cannot be written from memory that the kernel must put there first.");
        }
    }

    @Check("write-fault-keeps-message")
    void faultKeepsMessage(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        int[][] cases = {{60, 60}, {20, 60}, {60, 20}, {8, 9}};
        for (int[] lengths : cases) {
            byte[] old = trial.message(lengths[0]);
            OpenFile file = process.at(minor, id++).write(old).expect(old);
            List<Call> script = new ArrayList<>();
            for (int there = 0; there < lengths[1]; there++) {
                Buffer buffer =
                        there == 0 ? Buffer.unmapped(lengths[1]) : Buffer.crossing(trial.message(there), lengths[1]);
                script.add(new Write(file.fd(), buffer));
                script.add(new Read(file.fd(), Buffer.room(OpenFile.LONGEST)));
            }
            demandReads(old, process.calls(script));
            file.tryWrite(Buffer.nullPointer(lengths[1]));
            file.expect(old, "A write from address 0 changed the old message.");
        }
    }

    /** Every second result is a read that must give the old message. */
    private static void demandReads(byte[] old, List<Result> results) {
        for (int i = 1; i < results.size(); i += 2) {
            OpenFile.demand(
                    old,
                    results.get(i),
                    i == 1
                            ? "A write from a buffer that cannot be read at all changed the old message."
                            : "A write of which only " + Count.bytes(i / 2) + " can be read changed the old"
                                    + " message.");
        }
    }

    @Check("write-fault-keeps-channel-empty")
    void faultKeepsChannelEmpty(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int there : new int[] {0, 1, 8, 64, 127}) {
            OpenFile file = process.at(minor, id++);
            Buffer buffer = there == 0 ? Buffer.unmapped(OpenFile.LONGEST) : Buffer.crossing(trial.message(there), 128);
            file.needRefused(
                    SlotPrerequisites.BAD_BUFFER, () -> file.tryWrite(buffer), "A write from a buffer that ends early");
            file.expectNothing("A read of a channel whose only write failed");
        }
    }

    @Check(value = "write-fault-then-write", telling = true)
    void faultThenWrite(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        process.needTwoFiles(minor, id + 10);
        for (int length : new int[] {9, 30, 60}) {
            OpenFile file = process.at(minor, ++id);
            writeBadly(trial, file, length);
            byte[] first = trial.message(length);
            file.demandWrite(first, "After a write from a bad buffer, a good one is refused.");
            process.at(minor, id).expect(first, "After a write from a bad buffer, a good one is not stored.");
            for (int i = 0; i < 3; i++) {
                writeBadly(trial, file, length);
                byte[] next = trial.message(length);
                file.write(next);
                process.at(minor, id).expect(next);
            }
        }
    }

    private static void writeBadly(SlotTrial trial, OpenFile file, int length) {
        file.tryWrite(Buffer.crossing(trial.message(length), length + 1));
        file.tryWrite(Buffer.nullPointer(length));
    }

    // ---- reads ----

    @Check(value = "read-null-buffer", telling = true)
    void readNull(SlotTrial trial) {
        badReads(trial, List.of(Buffer.nullPointer(128)), "A read into address 0");
    }

    @Check("read-unmapped-buffer")
    void readUnmapped(SlotTrial trial) {
        badReads(
                trial,
                List.of(Buffer.unmapped(128), Buffer.kernelHalf(128)),
                "A read into an address at which nothing is mapped");
    }

    @Check("read-read-only-buffer")
    void readReadOnly(SlotTrial trial) {
        badReads(trial, List.of(Buffer.readOnly(new byte[128])), "A read into memory that may only be read");
    }

    private static void badReads(SlotTrial trial, List<Buffer> buffers, String sentence) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int length : new int[] {5, 50}) {
            byte[] message = trial.message(length);
            OpenFile file = process.at(minor, id++).write(message).expect(message);
            for (Buffer buffer : buffers) {
                file.refuseRead(buffer, sentence);
                file.expect(message, sentence + " failed, and changed the message.");
            }
        }
    }

    @Check("read-untouched-buffer")
    void readUntouched(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int length : new int[] {5, 50}) {
            byte[] message = trial.message(length);
            OpenFile.demandBeginning(
                    message,
                    process.at(minor, id++).write(message).tryRead(Buffer.untouched(OpenFile.LONGEST)),
                    "A read does not reach memory that the kernel must put there first.");
        }
    }

    @Check("read-buffer-ends-early")
    void readEndsEarly(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        for (int length : new int[] {60, 9}) {
            byte[] message = trial.message(length);
            OpenFile file = process.at(minor, id++).write(message).expect(message);
            List<Call> reads = new ArrayList<>();
            for (int there = 1; there < length; there++) {
                byte[] room = new byte[there];
                Arrays.fill(room, Buffer.FILL);
                reads.add(new Read(file.fd(), Buffer.crossing(room, 128)));
            }
            List<Result> results = process.calls(reads);
            for (int i = 0; i < results.size(); i++) {
                OpenFile.demandFailure(
                        "read",
                        results.get(i),
                        "A read of a message of " + length + " bytes into a buffer of which only " + (i + 1)
                                + " can be written");
            }
            file.expect(message, "A read into a buffer that ends early failed, and changed the message.");
        }
    }

    // ---- calls that the assignment does not name ----

    @Check("other-calls")
    void otherCalls(SlotTrial trial) throws Exception {
        UncommonCalls.ask(trial, UncommonCalls.UncommonQuestion.OTHERS);
    }

    // ---- no memory ----

    @Check(value = "write-no-memory-keeps-message", guest = GuestKind.LEDGER)
    void noMemoryKeepsMessage(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        int[][] cases = {{5, 60}, {50, 50}, {60, 5}};
        for (int[] lengths : cases) {
            boolean failed = true;
            for (int n = 1; failed && n < MOST_ALLOCATIONS; n++) {
                byte[] old = trial.message(lengths[0]);
                byte[] fresh = trial.message(lengths[1]);
                OpenFile file = process.at(minor, id++).write(old).expect(old);
                trial.ledger().failNth(n);
                Result result = file.tryWrite(Buffer.of(fresh));
                failed = trial.ledger().balance().failed() > 0;
                trial.ledger().failNth(0);
                file.expect(
                        result.isFailure() ? old : fresh,
                        result.isFailure()
                                ? "A write for which there was no memory failed, and changed the old message."
                                : "A write succeeded though an allocation failed, and its message is not stored.");
            }
        }
    }

    @Check(value = "write-no-memory-keeps-channel-empty", telling = true, guest = GuestKind.LEDGER)
    void noMemoryKeepsChannelEmpty(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        boolean failed = true;
        for (int n = 1; failed && n < MOST_ALLOCATIONS; n++) {
            byte[] message = trial.message();
            OpenFile file = process.at(minor, id++);
            trial.ledger().failNth(n);
            Result result = file.tryWrite(Buffer.of(message));
            failed = trial.ledger().balance().failed() > 0;
            trial.ledger().failNth(0);
            if (result.isFailure()) {
                file.expectNothing("A read of a channel whose only write found no memory");
                file.demandWrite(message, "After an allocation failed, a message cannot be written.");
            }
            file.expect(message, "After an allocation failed, a message is not stored.");
        }
    }

    @Check(value = "open-no-memory", telling = true, guest = GuestKind.LEDGER)
    void openNoMemory(SlotTrial trial) {
        SlotProcess process = trial.process();
        boolean failed = true;
        for (int n = 1; failed && n < MOST_ALLOCATIONS; n++) {
            String path = trial.node(n % 256);
            trial.ledger().failNth(n);
            Result result = process.call(new Open(path, OpenFlags.O_RDWR));
            failed = trial.ledger().balance().failed() > 0;
            trial.ledger().failNth(0);
            int fd = result.isFailure() ? process.open(path, OpenFlags.O_RDWR).fd() : (int) result.value();
            byte[] message = trial.message();
            List<Result> results = process.calls(List.of(
                    new Ioctl(fd, SlotCommands.CHANNEL, trial.id()),
                    new Write(fd, Buffer.of(message)),
                    new Read(fd, Buffer.room(OpenFile.LONGEST))));
            OpenFile.demand(message, results.get(2), "After an allocation of an open failed, the slot does not work.");
        }
    }
}
