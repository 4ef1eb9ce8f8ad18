// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import static org.messageslot.calls.MapProtection.PROT_READ;
import static org.messageslot.calls.MapProtection.PROT_WRITE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Munmap;
import org.messageslot.calls.Peek;
import org.messageslot.calls.Result;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.grading.trial.Mismatch;

/** The optional step 11: a channel's message that is mapped. R-V1, R-V2, R-V3, R-V4. */
final class MappingChecks {

    private static final int PAGE = 4096;

    /** What a program sees of a channel that it has mapped. */
    private record View(SlotProcess process, int number) {

        /** Looks, and sees this message and nothing else. */
        void expect(byte[] message, String sentence) {
            Result result = process.call(new Peek(number, Buffer.room(PAGE)));
            if (result.isFailure()) {
                throw new Mismatch(sentence, "memory that can be read", "" + result);
            }
            byte[] wanted = page(message);
            int at = Arrays.mismatch(wanted, result.bytes());
            if (at >= 0) {
                throw new Mismatch(
                        sentence,
                        shown(wanted, message.length) + " and then zeros",
                        shown(result.bytes(), message.length) + "; byte " + at + " is "
                                + Byte.toUnsignedInt(result.bytes()[at]) + ", not " + Byte.toUnsignedInt(wanted[at]));
            }
        }

        void unmap() {
            process.call(new Munmap(number));
        }

        private static byte[] page(byte[] message) {
            return ByteBuffer.allocate(PAGE)
                    .order(ByteOrder.nativeOrder())
                    .putInt(message.length)
                    .put(message)
                    .array();
        }

        private static String shown(byte[] page, int length) {
            return Buffer.quoted(Arrays.copyOf(page, Integer.BYTES + length));
        }
    }

    private static View map(SlotProcess process, OpenFile file) {
        Result result = file.tryMap(PAGE, PROT_READ, 0);
        if (result.isFailure()) {
            throw new Mismatch("A channel with a message cannot be mapped.", "an address", "" + result);
        }
        return new View(process, (int) result.value());
    }

    @Check("map-message")
    void message(SlotTrial trial) {
        SlotProcess process = trial.process();
        byte[] message = trial.message();
        OpenFile file = process.at(trial.minor(), trial.id()).write(message).expect(message);
        View view = map(process, file);
        view.expect(message, "A mapping does not show the channel's message.");
        view.unmap();
        map(process, file).expect(message, "A second mapping does not show the channel's message.");
    }

    @Check("map-live")
    void live(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        OpenFile file = process.at(minor, id).write(trial.message(30));
        View view = map(process, file);
        OpenFile writer = trial.at(minor, id);
        for (int length : new int[] {50, 12, 20}) {
            byte[] message = trial.message(length);
            writer.write(message);
            view.expect(message, "A mapping does not show a message that was written after it was made.");
            view.expect(message, "A mapping changes though nothing was written.");
        }
    }

    @Check("map-apart")
    void apart(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        byte[] first = trial.message(20);
        byte[] second = trial.message(30);
        byte[] third = trial.message(40);
        View one = map(process, process.at(minor, id).write(first));
        View two = map(process, process.at(minor, id + 1).write(second));
        View three = map(process, process.at(minor + 1, id).write(third));
        one.expect(first, "A mapping shows the message of another channel, or of another slot.");
        two.expect(second, "A mapping shows the message of another channel, or of another slot.");
        three.expect(third, "A mapping shows the message of another channel, or of another slot.");
    }

    @Check("map-refused")
    void refused(SlotTrial trial) {
        OpenFile file = trial.open(trial.minor());
        refuse(file.tryMap(PAGE, PROT_READ, 0), "Mapping a file without a channel", Errno.EINVAL);
        file.select(trial.id());
        refuse(file.tryMap(PAGE, PROT_READ, 0), "Mapping a channel without a message", Errno.EWOULDBLOCK);
        file.write(trial.message());
        refuse(file.tryMap(2 * PAGE, PROT_READ, 0), "Mapping two pages", Errno.EINVAL);
        refuse(file.tryMap(PAGE, PROT_READ, PAGE), "Mapping the second page", Errno.EINVAL);
        refuse(file.tryMap(PAGE, PROT_READ | PROT_WRITE, 0), "Mapping a channel for writing", Errno.EACCES);
    }

    private static void refuse(Result result, String what, Errno errno) {
        OpenFile.demandFailure("mmap", result, what, errno);
    }

    @Check("map-outlives-close")
    void outlivesClose(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message(25);
        OpenFile file = process.at(minor, id).write(message);
        View view = map(process, file);
        file.select(id + 1).write(trial.message(35));
        view.expect(message, "A mapping changes when its file selects another channel.");
        file.close();
        view.expect(message, "A mapping changes when its file is closed.");
        if (trial.tryUnload().isEmpty()) {
            throw new Mismatch(
                    "The module was unloaded while a channel was mapped.",
                    "-1 and an error, EWOULDBLOCK (11) for example",
                    "0: a program that looks at the mapping sees memory that is no longer the module's");
        }
        view.unmap();
        trial.demandUnload();
    }

    @Check(value = "map-queue", load = false)
    void queue(SlotTrial trial) {
        trial.load("queue=3");
        SlotProcess process = trial.process();
        OpenFile file = process.at(trial.minor(), trial.id());
        byte[] last = trial.message(20);
        file.demandWrite(trial.message(30), "A message cannot be written to a queue that has room.")
                .demandWrite(last, "A message cannot be written to a queue that has room.");
        View view = map(process, file);
        view.expect(last, "A mapping of a queue does not show the message that was written last.");
        for (int i = 0; i < 2; i++) {
            file.tryRead(Buffer.room(OpenFile.LONGEST));
            view.expect(last, "A mapping of a queue changes when a message is read.");
        }
        byte[] next = trial.message(10);
        file.demandWrite(next, "A message cannot be written to a queue that has room.");
        view.expect(next, "A mapping of a queue does not show the message that was written last.");
    }

    @Check(value = "map-memory", guest = GuestKind.LEDGER)
    void memory(SlotTrial trial) throws Exception {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        for (int i = 0; i < 3; i++) {
            OpenFile file = process.at(minor, id + i).write(trial.message());
            map(process, file);
            map(process, file).unmap();
        }
        trial.endProcesses();
        LifeCycleChecks.demandNothingLeft(trial, ", after channels were mapped");
    }
}
