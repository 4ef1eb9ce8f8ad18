// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
import org.messageslot.grading.slot.MemoryBound;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.grading.trial.Ledger;
import org.messageslot.grading.trial.Mismatch;

/**
 * Memory while the module is loaded: R-M1, R-M2. Each check lets one quantity grow and asks the ledger, to the byte, what the
 * module holds more than before.
 */
final class MemoryChecks {

    /** Four bytes for each of 2^20 channels: whoever takes that much before a channel is written takes it for all. */
    private static final long ROOM_FOR_ALL_CHANNELS = 4L << 20;

    /** What a channel with a message of 5 bytes may cost: whole pages for each are too much. */
    private static final long MOST_PER_CHANNEL = 1024;

    /** What n of anything may cost that must cost nothing: a table that grows once, but less than 4 bytes for each. */
    private static final long SLACK_EACH = 4;

    private static final int MANY = 512;
    private static final int MOST_ALLOCATIONS = 40;

    private static boolean onlyWrittenCount(SlotTrial trial) {
        Optional<MemoryBound> bound = trial.slot().memoryBound();
        return bound.isPresent() && bound.get().channels() == MemoryBound.Channels.WRITTEN;
    }

    static void demandNoGrowth(String sentence, Ledger.Balance before, Ledger.Balance after, long slack) {
        if (after.bytes() > before.bytes() + slack) {
            throw new Mismatch(
                    after.since(before).leak(),
                    sentence,
                    "no more than the " + before.bytes() + " bytes that the module held before",
                    after + " (" + (after.bytes() - before.bytes()) + " bytes more)");
        }
    }

    @Check(value = "memory-at-load", guest = GuestKind.LEDGER)
    void atLoad(SlotTrial trial) throws ErrnoException {
        long image = image(trial);
        Ledger.Balance loaded = trial.ledger().balance();
        demandSmall(image, loaded, "The module takes memory for channels that nobody uses, when it is loaded.");
        trial.at(trial.minor(), trial.id()).write(trial.message(5));
        demandSmall(
                image,
                trial.ledger().balance(),
                "For one channel with a message of 5 bytes, the module takes memory for very many.");
    }

    private static void demandSmall(long image, Ledger.Balance balance, String sentence) {
        if (image + balance.bytes() >= ROOM_FOR_ALL_CHANNELS) {
            throw new Mismatch(
                    sentence,
                    "less than " + ROOM_FOR_ALL_CHANNELS + " bytes in all, which is 4 for each of 2^20 channels",
                    balance + "; and " + image + " bytes of code and static variables");
        }
    }

    /** Code and static variables, as the kernel counts them. */
    private static long image(SlotTrial trial) throws ErrnoException {
        return trial.guest()
                .getText("/proc/modules")
                .lines()
                .filter(line -> line.startsWith(trial.candidate().moduleName() + " "))
                .mapToLong(line -> Long.parseLong(line.split(" ", 3)[1]))
                .sum();
    }

    @Check(value = "memory-per-channel", guest = GuestKind.LEDGER)
    void perChannel(SlotTrial trial) {
        SlotProcess process = trial.process();
        OpenFile file = process.open(trial.minor());
        long first = trial.id();
        writeEach(process, file, first, MANY, trial.message(5));
        Ledger.Balance before = trial.ledger().balance();
        writeEach(process, file, first + MANY, 2 * MANY, trial.message(5));
        Ledger.Balance after = trial.ledger().balance();
        if (after.bytes() - before.bytes() > 2 * MANY * MOST_PER_CHANNEL) {
            throw new Mismatch(
                    "Channels with a message of 5 bytes each cost too much.",
                    "at most " + MOST_PER_CHANNEL + " bytes for each",
                    (after.bytes() - before.bytes()) / (2 * MANY) + " bytes for each of " + 2 * MANY
                            + " channels; the module holds " + after);
        }
    }

    private static void writeEach(SlotProcess process, OpenFile file, long first, int count, byte[] message) {
        List<Call> script = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            script.add(new Ioctl(file.fd(), SlotCommands.CHANNEL, first + i));
            script.add(new Write(file.fd(), Buffer.of(message)));
        }
        process.quietly(
                "select channels " + first + " to " + (first + count - 1) + " and write " + message.length
                        + " byte(s) to each",
                script);
    }

    /** Makes calls once so that what is made once is made, then often; memory must not grow meanwhile. */
    private static void demandSteady(
            SlotTrial trial, SlotProcess process, List<Call> script, String what, String sentence) {
        for (int i = 0; i < 3; i++) {
            process.quietly(what + ", " + script.size() + " calls", script);
        }
        Ledger.Balance before = trial.ledger().balance();
        for (int i = 0; i < 4; i++) {
            process.quietly(what + ", " + script.size() + " calls", script);
        }
        demandNoGrowth(sentence, before, trial.ledger().balance(), 0);
    }

    @Check(value = "memory-overwrite", guest = GuestKind.LEDGER)
    void overwrite(SlotTrial trial) {
        SlotProcess process = trial.process();
        OpenFile file = process.at(trial.minor(), trial.id());
        List<Call> writes = new ArrayList<>();
        for (int length : new int[] {5, 60, 9, 50, 50, 60, 17, 5, 33}) {
            writes.add(new Write(file.fd(), Buffer.of(trial.message(length))));
        }
        demandSteady(trial, process, writes, "overwrite the message", "Memory grows when a message is overwritten.");
    }

    @Check(value = "memory-many-reads", guest = GuestKind.LEDGER)
    void manyReads(SlotTrial trial) {
        SlotProcess process = trial.process();
        OpenFile file = process.at(trial.minor(), trial.id()).write(trial.message());
        demandSteady(
                trial,
                process,
                WriteAndReadChecks.reads(file, 20, OpenFile.LONGEST),
                "read the message",
                "Memory grows with each read.");
    }

    @Check(value = "memory-many-selects", guest = GuestKind.LEDGER)
    void manySelects(SlotTrial trial) {
        SlotProcess process = trial.process();
        OpenFile file = process.open(trial.minor());
        long first = trial.id();
        writeEach(process, file, first, 5, trial.message());
        List<Call> selects = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            selects.add(new Ioctl(file.fd(), SlotCommands.CHANNEL, first + i % 5));
        }
        demandSteady(trial, process, selects, "select written channels", "Memory grows with each ioctl.");
    }

    @Check(value = "memory-unwritten-channels", guest = GuestKind.LEDGER)
    void unwrittenChannels(SlotTrial trial) {
        if (!onlyWrittenCount(trial)) {
            trial.note("this edition lets channels count that were merely selected");
            return;
        }
        SlotProcess process = trial.process();
        OpenFile file = process.at(trial.minor(), trial.id()).write(trial.message());
        long first = 1 << 16;
        Supplier<List<Call>> read = () -> List.of(new Read(file.fd(), Buffer.room(OpenFile.LONGEST)));
        eachAfterSelecting(process, file, first, 4, "select and read", read);
        Ledger.Balance before = trial.ledger().balance();
        eachAfterSelecting(process, file, first + 4, MANY, "select and read", read);
        demandNoGrowth(
                "Channels that were selected and read, but never written, take memory.",
                before,
                trial.ledger().balance(),
                MANY * SLACK_EACH);
    }

    // ---- calls that fail ----

    @Check(value = "memory-refused-write", guest = GuestKind.LEDGER)
    void refusedWrite(SlotTrial trial) {
        SlotProcess process = trial.process();
        OpenFile bare = process.open(trial.minor());
        OpenFile file = process.at(trial.minor(), trial.id()).write(trial.message());
        List<Call> writes = new ArrayList<>();
        for (int fd : new int[] {file.fd(), bare.fd()}) {
            for (int length : new int[] {0, 129, 500, 5000}) {
                writes.add(new Write(fd, Buffer.of(trial.message(length))));
            }
            writes.add(new Write(fd, Buffer.crossing(trial.message(200), 1 << 20)));
        }
        writes.add(new Write(bare.fd(), Buffer.of(trial.message(50))));
        demandSteady(
                trial, process, writes, "writes that are refused", "Memory grows with each write that is refused.");
        unwrittenStaySo(trial, process, Buffer.of(trial.message(129)), "that was refused for its length");
    }

    @Check(value = "memory-failed-write", guest = GuestKind.LEDGER)
    void failedWrite(SlotTrial trial) {
        SlotProcess process = trial.process();
        OpenFile file = process.at(trial.minor(), trial.id()).write(trial.message());
        List<Call> writes = new ArrayList<>();
        for (int length : new int[] {5, 30, 60}) {
            writes.add(new Write(file.fd(), Buffer.nullPointer(length)));
            writes.add(new Write(file.fd(), Buffer.unmapped(length)));
        }
        writes.add(new Write(file.fd(), Buffer.crossing(trial.message(40), 100)));
        demandSteady(
                trial, process, writes, "writes from bad buffers", "Memory grows with each write from a bad buffer.");
        unwrittenStaySo(trial, process, Buffer.nullPointer(50), "from a bad buffer");
    }

    /** A first write that fails leaves nothing beside what selecting its channel took, which another check asks for. */
    private static void unwrittenStaySo(SlotTrial trial, SlotProcess process, Buffer buffer, String which) {
        if (!onlyWrittenCount(trial)) {
            return;
        }
        OpenFile file = process.open(trial.minor());
        long first = 1 << 16;
        eachAfterSelecting(process, file, first, MANY, "select", List::of);
        Supplier<List<Call>> write = () -> List.of(new Write(file.fd(), buffer));
        eachAfterSelecting(process, file, first, 4, "select and write, in vain, to", write);
        Ledger.Balance before = trial.ledger().balance();
        eachAfterSelecting(process, file, first + 4, MANY - 4, "select and write, in vain, to", write);
        demandNoGrowth(
                "Channels take memory of which the only write, " + which + ", failed.",
                before,
                trial.ledger().balance(),
                MANY * SLACK_EACH);
    }

    private static void eachAfterSelecting(
            SlotProcess process, OpenFile file, long first, int count, String what, Supplier<List<Call>> calls) {
        List<Call> script = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            script.add(new Ioctl(file.fd(), SlotCommands.CHANNEL, first + i));
            script.addAll(calls.get());
        }
        process.quietly(what + " channels " + first + " to " + (first + count - 1), script);
    }

    @Check(value = "memory-failed-read", guest = GuestKind.LEDGER)
    void failedRead(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        OpenFile bare = process.open(minor);
        OpenFile empty = process.at(minor, id + 1);
        OpenFile file = process.at(minor, id).write(trial.message(60));
        byte[] half = new byte[50];
        Arrays.fill(half, Buffer.FILL);
        List<Call> reads = new ArrayList<>(List.of(
                new Read(bare.fd(), Buffer.room(128)),
                new Read(empty.fd(), Buffer.room(128)),
                new Read(file.fd(), Buffer.room(59)),
                new Read(file.fd(), Buffer.room(1)),
                new Read(file.fd(), Buffer.nullPointer(128)),
                new Read(file.fd(), Buffer.unmapped(128)),
                new Read(file.fd(), Buffer.crossing(half, 128))));
        demandSteady(trial, process, reads, "reads that fail", "Memory grows with each read that fails.");
    }

    @Check(value = "memory-failed-allocation", guest = GuestKind.LEDGER)
    void failedAllocation(SlotTrial trial) {
        SlotProcess process = trial.process();
        String path = trial.node(trial.minor());
        byte[] message = trial.message(60);
        boolean failed = true;
        for (int n = 1; failed && n < MOST_ALLOCATIONS; n++) {
            long id = trial.id() + 1000L * n;
            failed = failsInVain(trial, process, n, path, id, message);
            Ledger.Balance before = trial.ledger().balance();
            boolean always = failed;
            for (int i = 0; always && i < 4; i++) {
                always = failsInVain(trial, process, n, path, id, message);
            }
            if (always) {
                demandNoGrowth(
                        "Memory grows when a first write is tried again and again, and its allocation number " + n
                                + " fails.",
                        before,
                        trial.ledger().balance(),
                        0);
            }
        }
    }

    /** Opens, selects, writes and closes while an allocation fails. Returns whether one did, and so the write. */
    private static boolean failsInVain(
            SlotTrial trial, SlotProcess process, int n, String path, long id, byte[] message) {
        trial.ledger().failNth(n);
        Result opened = process.call(new Open(path, OpenFlags.O_RDWR));
        boolean stored = false;
        if (!opened.isFailure()) {
            int fd = (int) opened.value();
            stored = !process.calls(List.of(
                            new Ioctl(fd, SlotCommands.CHANNEL, id), new Write(fd, Buffer.of(message)), new Close(fd)))
                    .get(1)
                    .isFailure();
        }
        boolean failed = trial.ledger().balance().failed() > 0;
        trial.ledger().failNth(0);
        return failed && !stored;
    }

    // ---- open files ----

    @Check(value = "memory-close", telling = true, guest = GuestKind.LEDGER)
    void close(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        String path = trial.node(minor);
        long id = trial.id();
        process.at(minor, id).write(trial.message()).close();
        openAndClose(process, path, id, 4);
        Ledger.Balance before = trial.ledger().balance();
        openAndClose(process, path, id, 50);
        demandNoGrowth(
                "Memory that was taken for open files is held after they were closed.",
                before,
                trial.ledger().balance(),
                0);
    }

    /** Some files are never used, some have a channel without a message, some read one that has one. */
    private static void openAndClose(SlotProcess process, String path, long id, int count) {
        List<OpenFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OpenFile file = process.open(path, OpenFlags.O_RDWR);
            if (i % 3 == 1) {
                file.select(id + 1);
            } else if (i % 3 == 2) {
                file.select(id).tryRead(Buffer.room(OpenFile.LONGEST));
            }
            files.add(file);
        }
        files.forEach(OpenFile::close);
    }
}
