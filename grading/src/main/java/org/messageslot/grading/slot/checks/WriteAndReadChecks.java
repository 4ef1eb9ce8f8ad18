// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Close;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.Write;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.slot.UncommonCalls;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.Count;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.guest.KernelLog;

/** Messages that are written and read: R-W1, R-W5, R-R1, R-R2, R-R5. */
final class WriteAndReadChecks {

    /** More often than any table of a fixed size that a module might have. */
    private static final int MANY_TIMES = 300;

    @Check(value = "write-then-read", withoutLoading = true, telling = true)
    void writeThenRead(SlotTrial trial) {
        byte[] message = trial.message();
        trial.process()
                .demandOpen(trial.node(trial.minor()), OpenFlags.O_RDWR, "The slot cannot be opened.")
                .demandSelect(trial.id(), "A channel cannot be selected.")
                .demandWrite(message, "A message of " + message.length + " bytes cannot be written.")
                .expect(message, "The read does not return the message that was written.");
    }

    @Check("write-returns-length")
    void writeReturnsLength(SlotTrial trial) {
        OpenFile file = trial.at(trial.minor(), trial.id());
        byte[] message = trial.message();
        Result result = file.tryWrite(Buffer.of(message));
        demandValue(message.length, result, "The write of a good message does not return its length.");
    }

    @Check("read-returns-length")
    void readReturnsLength(SlotTrial trial) {
        byte[] message = trial.message();
        OpenFile file = trial.at(trial.minor(), trial.id()).write(message);
        Result result = file.tryRead(Buffer.room(OpenFile.LONGEST));
        demandValue(message.length, result, "The read does not return the message's length.");
    }

    private static void demandValue(long wanted, Result result, String sentence) {
        if (result.isFailure() || result.value() != wanted) {
            throw new Mismatch(sentence, Long.toString(wanted), result.toString());
        }
    }

    @Check("write-length-1")
    void length1(SlotTrial trial) {
        lengthWorks(trial, 1);
    }

    @Check("write-length-2")
    void length2(SlotTrial trial) {
        lengthWorks(trial, 2);
    }

    @Check("write-length-127")
    void length127(SlotTrial trial) {
        lengthWorks(trial, 127);
    }

    @Check("write-length-128")
    void length128(SlotTrial trial) {
        lengthWorks(trial, 128);
    }

    private static void lengthWorks(SlotTrial trial, int length) {
        byte[] message = trial.message(length);
        trial.at(trial.minor(), trial.id())
                .demandWrite(message, "A message of " + Count.bytes(length) + " is refused.")
                .expect(message, "A message of " + Count.bytes(length) + " is not stored.");
    }

    @Check("read-exact-buffer")
    void exactBuffer(SlotTrial trial) {
        bufferWorks(trial, 0, "A buffer exactly as long as the message is not enough.");
    }

    @Check("read-buffer-129")
    void buffer129(SlotTrial trial) {
        bufferWorks(trial, 129, "A buffer of 129 bytes is not accepted.");
    }

    @Check("read-buffer-4096")
    void buffer4096(SlotTrial trial) {
        bufferWorks(trial, 4096, "A buffer of 4096 bytes is not accepted.");
    }

    /** A message that a usual buffer gets is there for another one, too; of the message's own length if that is 0. */
    private static void bufferWorks(SlotTrial trial, int size, String sentence) {
        byte[] message = trial.message();
        OpenFile file = trial.at(trial.minor(), trial.id()).write(message).expect(message);
        OpenFile.demand(message, file.tryRead(Buffer.room(size == 0 ? message.length : size)), sentence);
    }

    @Check("read-leaves-rest-untouched")
    void restUntouched(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int length : new int[] {60, 9, 37}) {
            OpenFile file = process.at(minor, id++).write(trial.message(length));
            for (int size : new int[] {length + 1, OpenFile.LONGEST, 4096}) {
                Result result = file.tryRead(Buffer.room(size));
                if (!result.isFailure() && !OpenFile.untouchedFrom(result.bytes(), length)) {
                    throw new Mismatch(
                            "The read of a message of " + length + " bytes into a buffer of " + size
                                    + " bytes changed bytes behind the message.",
                            Count.bytes(size - length) + " left as before",
                            Buffer.quoted(java.util.Arrays.copyOfRange(result.bytes(), length, size)));
                }
            }
        }
    }

    @Check("position-ignored")
    void positionIgnored(SlotTrial trial) throws Exception {
        UncommonCalls.ask(trial, UncommonCalls.UncommonQuestion.POSITION);
    }

    @Check("unrelated-traffic")
    void unrelatedTraffic(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        OpenFile file = trial.at(minor, id).write(message);
        SlotProcess other = trial.process();
        OpenFile neighbour = other.open(minor);
        OpenFile elsewhere = other.open(minor + 1);
        for (int i = 1; i <= 30; i++) {
            neighbour.select(id + i).write(trial.message());
            elsewhere.select(id).write(trial.message());
            neighbour.tryRead(Buffer.room(OpenFile.LONGEST));
            neighbour.tryWrite(Buffer.of(new byte[0]));
            neighbour.trySelect(0);
            elsewhere.tryWrite(Buffer.nullPointer(20));
        }
        elsewhere.close();
        other.exit();
        file.expect(message, "Traffic on other channels and slots changed a message.");
        trial.at(minor, id).expect(message, "Traffic on other channels and slots changed a message.");
    }

    // ---- overwriting ----

    @Check(value = "overwrite-longer", telling = true)
    void longer(SlotTrial trial) {
        overwrite(trial, new int[] {5, 9, 31, 33, 60});
        overwrite(trial, new int[] {1, 2, 128});
    }

    @Check("overwrite-shorter")
    void shorter(SlotTrial trial) {
        overwrite(trial, new int[] {60, 33, 31, 31, 9, 5});
        overwrite(trial, new int[] {128, 127, 2, 1});
    }

    /**
     * Lengths that are not stored at all are another check's question, so each is tried on a channel of its own first; so is
     * whether a file reads a second time, so each message is read by a file of its own.
     */
    private static void overwrite(SlotTrial trial, int[] lengths) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int length : IntStream.of(lengths).distinct().toArray()) {
            byte[] message = trial.message(length);
            process.at(minor, id + length).write(message).need(message);
        }
        process.needTwoFiles(minor, id + OpenFile.LONGEST + 1);
        OpenFile file = process.at(minor, id).write(trial.message(lengths[0]));
        for (int i = 1; i < lengths.length; i++) {
            byte[] message = trial.message(lengths[i]);
            String sentence =
                    "A message of " + Count.bytes(lengths[i]) + " does not replace one of " + lengths[i - 1] + ".";
            file.demandWrite(message, sentence);
            process.at(minor, id).expect(message, sentence);
        }
    }

    @Check("overwrite-by-other-file")
    void overwriteByOtherFile(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] first = trial.message();
        byte[] second = trial.message();
        SlotProcess process = trial.process();
        OpenFile one = process.at(minor, id).write(first).expect(first);
        OpenFile two = process.at(minor, id);
        two.demandWrite(second, "A file cannot write to a channel that another one has written to.");
        two.expect(second, "A file's write did not replace another one's message.");
        one.expect(second, "The other file's write did not replace the message.");
        List<Call> turns = new ArrayList<>();
        for (int i = 0; i < MANY_TIMES; i++) {
            turns.add(new Write((i % 2 == 0 ? one : two).fd(), Buffer.of(trial.message(5 + i % 50))));
        }
        byte[] last = trial.message(100); // longer than all before: what lengths do is asked elsewhere
        turns.add(new Write(one.fd(), Buffer.of(last)));
        List<Result> results = process.quietly("two files take turns at writing", turns);
        demandDone(turns, results, "When two files overwrite each other's messages, a write fails after a while.");
        two.expect(last, "When two files overwrite each other's messages, the last one is not kept.");
    }

    /** None of many calls has a reason to fail, however often it was made before. */
    private static void demandDone(List<Call> calls, List<Result> results, String sentence) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).isFailure()) {
                throw new Mismatch(
                        sentence, "0 or more", "call " + (i + 1) + ", " + calls.get(i) + " = " + results.get(i));
            }
        }
    }

    // ---- reading again ----

    @Check("read-twice")
    void readTwice(SlotTrial trial) {
        byte[] message = trial.message();
        OpenFile file = trial.at(trial.minor(), trial.id()).write(message);
        file.expect(message, "A message that was written is not read.");
        for (int i = 0; i < 3; i++) {
            file.expect(message, "The message was gone after it had been read.");
        }
    }

    @Check("read-by-other-file")
    void readByOtherFile(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        SlotProcess process = trial.process();
        process.at(minor, id).write(message);
        process.at(minor, id).expect(message, "Another open file of the same process does not see the message.");
    }

    @Check("read-after-reopen")
    void readAfterReopen(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        SlotProcess process = trial.process();
        process.at(minor, id).write(message).expect(message).close();
        for (int i = 0; i < 3; i++) {
            OpenFile file = process.at(minor, id);
            file.expect(message, "The message was gone after the file had been closed.");
            file.close();
        }
        OpenFile file = process.at(minor, id);
        file.close();
        List<Call> again = new ArrayList<>();
        for (int i = 0; i < MANY_TIMES; i++) {
            again.add(new Open(trial.node(minor), OpenFlags.O_RDWR));
            again.add(new Ioctl(file.fd(), SlotCommands.CHANNEL, id));
            again.add(new Read(file.fd(), Buffer.room(OpenFile.LONGEST)));
            again.add(new Close(file.fd()));
        }
        List<Result> results = process.quietly("open, select, read and close many times", again);
        demandDone(again, results, "After a slot was opened and closed many times, a call fails.");
        OpenFile.demand(message, results.get(results.size() - 2), "The message was gone after many closings.");
    }

    // ---- any bytes ----

    @Check("bytes-zero-inside")
    void zeroInside(SlotTrial trial) {
        SlotProcess process = trial.process();
        byte[] message = trial.message(60);
        for (int at : new int[] {59, 30, 31, 7, 1}) {
            message[at] = 0;
            comesBack(
                    process,
                    trial,
                    message,
                    "A message with a zero byte at position " + at + " does not come back whole.");
        }
    }

    @Check("bytes-zero-first")
    void zeroFirst(SlotTrial trial) {
        SlotProcess process = trial.process();
        byte[] message = trial.message(20);
        message[0] = 0;
        comesBack(process, trial, message, "A message that begins with a zero byte does not come back whole.");
        comesBack(process, trial, new byte[50], "A message of 50 zero bytes does not come back.");
    }

    @Check("bytes-all-values")
    void allValues(SlotTrial trial) {
        SlotProcess process = trial.process();
        for (int first = 0; first < 256; first += 32) {
            byte[] values = new byte[32];
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) (first + i);
            }
            comesBack(process, trial, values, "The bytes " + first + " to " + (first + 31) + " do not come back.");
        }
    }

    @Check("message-no-format")
    void noFormat(SlotTrial trial) throws ErrnoException {
        SlotProcess process = trial.process();
        for (String text : List.of("100% sure", "%d %s %p %x", "%s%s%s%s%s%s%s%s", "%n%n%n%n")) {
            byte[] message = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            comesBack(process, trial, message, "The message \"" + text + "\" does not come back.");
        }
        demandNotPrinted(trial);
    }

    /** A module may print messages; as they are, then, and not what a format makes of them. */
    private static void demandNotPrinted(SlotTrial trial) throws ErrnoException {
        String marked = "slot%%" + "%c%%" + "text";
        long next = trial.guest().kernelLog(0).next();
        trial.at(trial.minor(), trial.id()).write(marked.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        trial.flushLog();
        List<KernelLog.LogLine> lines = trial.guest().kernelLog(next).records();
        for (KernelLog.LogLine line : lines) {
            if (line.text().contains("slot%") && !line.text().contains(marked)) {
                throw new Mismatch(
                        "The module printed a message that a user wrote as a format, not as text.",
                        marked + ", if anything",
                        line.text());
            }
        }
    }

    private static void comesBack(SlotProcess process, SlotTrial trial, byte[] message, String sentence) {
        process.at(trial.minor(), trial.id()).demandWrite(message, sentence).expect(message, sentence);
    }

    /** Reads that must give a message, as calls of one script. */
    static List<Call> reads(OpenFile file, int count, int size) {
        List<Call> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reads.add(new Read(file.fd(), Buffer.room(size)));
        }
        return reads;
    }
}
