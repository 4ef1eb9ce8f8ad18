// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.checks;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.OpenFile;
import org.messageslot.grading.trial.Subject;
import org.messageslot.grading.trial.Trial;

/** Messages that are written and read: R-W1, R-W5, R-R1, R-R2, R-R5. */
final class WriteAndReadChecks {

    @Check("write-then-read")
    void writeThenRead(Trial trial) {
        byte[] message = trial.message();
        trial.open(trial.minor()).select(trial.id()).write(message).expect(message);
    }

    @Check("write-returns-length")
    void writeReturnsLength(Trial trial) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        for (int length : new int[] {1, trial.random().nextInt(2, 127), 128}) {
            Result result = file.tryWrite(Buffer.of(trial.message(length)));
            demandValue(length, result, "The write of a good message does not return its length.");
        }
    }

    @Check("read-returns-length")
    void readReturnsLength(Trial trial) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        for (int length : new int[] {1, trial.random().nextInt(2, 127), 128}) {
            file.write(trial.message(length));
            Result result = file.tryRead(Buffer.room(256));
            demandValue(length, result, "The read does not return the message's length.");
        }
    }

    private static void demandValue(long wanted, Result result, String sentence) {
        if (result.isFailure() || result.value() != wanted) {
            throw new Mismatch(sentence, Long.toString(wanted), result.toString());
        }
    }

    @Check("write-length-1")
    void length1(Trial trial) {
        lengthWorks(trial, 1);
    }

    @Check("write-length-2")
    void length2(Trial trial) {
        lengthWorks(trial, 2);
    }

    @Check("write-length-127")
    void length127(Trial trial) {
        lengthWorks(trial, 127);
    }

    @Check("write-length-128")
    void length128(Trial trial) {
        lengthWorks(trial, 128);
    }

    private static void lengthWorks(Trial trial, int length) {
        byte[] message = trial.message(length);
        OpenFile file = trial.open(trial.minor()).select(trial.id()).write(message);
        OpenFile.demand(message, file.tryRead(Buffer.room(256)), "A message of " + length + " bytes is not stored.");
    }

    @Check("read-exact-buffer")
    void exactBuffer(Trial trial) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        for (int length : new int[] {1, trial.random().nextInt(2, 127), 128}) {
            byte[] message = trial.message(length);
            file.write(message);
            OpenFile.demand(
                    message,
                    file.tryRead(Buffer.room(length)),
                    "A buffer exactly as long as the message is not enough.");
        }
    }

    @Check("read-buffer-129")
    void buffer129(Trial trial) {
        largerBuffers(trial, 129);
    }

    @Check("read-buffer-4096")
    void buffer4096(Trial trial) {
        largerBuffers(trial, 4096);
    }

    private static void largerBuffers(Trial trial, int size) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        for (int length : new int[] {trial.random().nextInt(1, 100), 128}) {
            byte[] message = trial.message(length);
            file.write(message);
            OpenFile.demand(
                    message, file.tryRead(Buffer.room(size)), "A buffer of " + size + " bytes is not accepted.");
        }
    }

    @Check("read-leaves-rest-untouched")
    void restUntouched(Trial trial) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        for (int length : new int[] {100, 1, 37}) {
            byte[] message = trial.message(length);
            file.write(message);
            for (int size : new int[] {length + 1, 128, 4096}) {
                Result result = file.tryRead(Buffer.room(size));
                if (!result.isFailure() && !OpenFile.untouchedFrom(result.bytes(), length)) {
                    throw new Mismatch(
                            "The read of a message of " + length + " bytes into a buffer of " + size
                                    + " bytes changed bytes behind the message.",
                            (size - length) + " bytes left as they were",
                            Buffer.quoted(java.util.Arrays.copyOfRange(result.bytes(), length, size)));
                }
            }
        }
    }

    @Check("unrelated-traffic")
    void unrelatedTraffic(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        OpenFile file = trial.open(minor).select(id).write(message);
        Subject other = trial.process();
        OpenFile neighbour = other.open(minor);
        OpenFile elsewhere = other.open((minor + 1) % 256);
        for (int i = 1; i <= 30; i++) {
            neighbour.select(id + i).write(trial.message());
            elsewhere.select(id).write(trial.message());
            neighbour.tryRead(Buffer.room(128));
            neighbour.tryWrite(Buffer.of(new byte[0]));
            neighbour.trySelect(0);
            elsewhere.tryWrite(Buffer.nullPointer(20));
        }
        elsewhere.close();
        other.exit();
        file.expect(message, "Traffic on other channels and slots changed a message.");
        trial.open(minor).select(id).expect(message, "Traffic on other channels and slots changed a message.");
    }

    @Check(value = "uninitialised-memory", guest = GuestStock.Kind.LEDGER, load = false)
    void uninitialisedMemory(Trial trial) {
        trial.ledger().dirty();
        trial.note("free memory is filled with bytes that are not zero");
        trial.load();
        Subject process = trial.process();
        for (int round = 0; round < 8; round++) {
            OpenFile file = process.open(trial.minor());
            file.expectNothing("A read of a new file before any ioctl");
            file.refuseWrite(Buffer.of(trial.message()), "A write to a new file before any ioctl");
            for (int i = 0; i < 4; i++) {
                byte[] message = trial.message(1 + trial.random().nextInt(128));
                file.select(1000L * (round + 1) + i);
                file.expectNothing("A read of a channel without a message");
                file.write(message).expect(message);
            }
        }
    }

    // ---- overwriting ----

    @Check("overwrite-longer")
    void longer(Trial trial) {
        overwrite(trial, new int[] {1, 2, 3, 9, 31, 33, 64, 65, 127, 128});
        overwrite(trial, new int[] {1, 128});
    }

    @Check("overwrite-shorter")
    void shorter(Trial trial) {
        overwrite(trial, new int[] {128, 127, 65, 64, 33, 31, 9, 3, 2, 1});
        overwrite(trial, new int[] {128, 1});
    }

    private static void overwrite(Trial trial, int[] lengths) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        int before = 0;
        for (int length : lengths) {
            byte[] message = trial.message(length);
            file.write(message);
            file.expect(
                    message,
                    before == 0
                            ? "A message of " + length + " bytes is not stored."
                            : "A message of " + length + " bytes does not replace one of " + before + ".");
            before = length;
        }
        trial.checkHeap();
    }

    @Check("overwrite-by-other-file")
    void overwriteByOtherFile(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        OpenFile one = trial.open(minor).select(id).write(trial.message());
        OpenFile two = trial.open(minor).select(id);
        for (int i = 0; i < 3; i++) {
            byte[] message = trial.message();
            two.write(message);
            one.expect(message, "The other file's write did not replace the message.");
            byte[] answer = trial.message();
            one.write(answer);
            two.expect(answer, "The other file's write did not replace the message.");
        }
    }

    // ---- reading again ----

    @Check("read-twice")
    void readTwice(Trial trial) {
        byte[] message = trial.message();
        OpenFile file = trial.open(trial.minor()).select(trial.id()).write(message);
        file.expect(message);
        for (int i = 0; i < 3; i++) {
            file.expect(message, "The message was gone after it had been read.");
        }
    }

    @Check("read-by-other-file")
    void readByOtherFile(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        Subject process = trial.process();
        OpenFile writer = process.open(minor).select(id).write(message);
        process.open(minor)
                .select(id)
                .expect(message, "Another open file of the same process does not see the message.");
        trial.open(minor).select(id).expect(message, "Another process does not see the message.");
        writer.expect(message);
    }

    @Check("read-after-reopen")
    void readAfterReopen(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        Subject process = trial.process();
        process.open(minor).select(id).write(message).close();
        for (int i = 0; i < 3; i++) {
            OpenFile file = process.open(minor).select(id);
            file.expect(message, "The message was gone after the file had been closed.");
            file.close();
        }
    }

    // ---- any bytes ----

    @Check("bytes-zero-inside")
    void zeroInside(Trial trial) {
        byte[] message = trial.message(60);
        for (int at : new int[] {59, 30, 31, 7, 1}) {
            message[at] = 0;
            comesBack(trial, message, "A message with a zero byte at position " + at + " does not come back whole.");
        }
    }

    @Check("bytes-zero-first")
    void zeroFirst(Trial trial) {
        byte[] message = trial.message(20);
        message[0] = 0;
        comesBack(trial, message, "A message that begins with a zero byte does not come back whole.");
        comesBack(trial, new byte[1], "A message of one zero byte does not come back.");
        comesBack(trial, new byte[128], "A message of 128 zero bytes does not come back.");
    }

    @Check("bytes-all-values")
    void allValues(Trial trial) {
        byte[] low = new byte[128];
        byte[] high = new byte[128];
        for (int i = 0; i < 128; i++) {
            low[i] = (byte) i;
            high[127 - i] = (byte) (128 + i);
        }
        comesBack(trial, low, "The bytes 0 to 127 do not come back.");
        comesBack(trial, high, "The bytes 128 to 255 do not come back.");
        byte[] format = "100%s %n%d%p %%".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        comesBack(trial, format, "A message with percent signs does not come back.");
    }

    private static void comesBack(Trial trial, byte[] message, String sentence) {
        trial.open(trial.minor()).select(trial.id()).write(message).expect(message, sentence);
    }

    /** Reads that must give a message, as calls of one script. */
    static List<Call> reads(OpenFile file, int count, int size) {
        List<Call> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reads.add(new Call.Read(file.fd(), Buffer.room(size)));
        }
        return reads;
    }
}
