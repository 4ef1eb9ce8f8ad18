// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.List;
import java.util.stream.Collectors;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.slot.referee.FaultText;
import org.messageslot.grading.slot.referee.RefereeException;
import org.messageslot.grading.slot.referee.Refereed;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.grading.trial.Mismatch;

/**
 * Memory errors, one check for each operation: R-A2. The kernel fences what it gives, fills what was freed, and clears nothing;
 * what a module takes for zero is not. What goes wrong only so costs these checks, and no other.
 */
final class HeapChecks {

    private static final int[] LENGTHS = {1, 5, 7, 8, 9, 16, 31, 32, 33, 60, 64, 96, 127, 128};

    @Check(value = "uninitialised-memory", guest = GuestKind.POISON)
    void uninitialisedMemory(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        for (int round = 0; round < 4; round++) {
            OpenFile file = process.open(minor + round);
            refused(
                    file,
                    "A read of a new file before any ioctl, in memory that is not zero,",
                    "A write to a new file before any ioctl, in memory that is not zero,");
            file.select(trial.id()).expectNothing("A read of a channel without a message, in memory that is not zero,");
        }
    }

    @Check(value = "heap-every-byte", guest = GuestKind.NONE)
    void everyByte(SlotTrial trial) throws UngradableException, InterruptedException {
        try {
            List<FaultText> faults = Refereed.of(trial.otherBuilds()).unnoticed();
            faults.forEach(fault -> fault.source().forEach(trial::note));
            if (!faults.isEmpty()) {
                throw new Mismatch(
                        faults.stream().map(FaultText::sentence).collect(Collectors.joining(" ")),
                        "in ordinary use, only bytes are used that are the module's, and only ones that it has set are read",
                        "a use of others, which this kernel need not notice, and another one may");
            }
        } catch (RefereeException e) {
            trial.remark("Not every byte could be watched, which costs nothing: " + e.getMessage());
        }
    }

    private static void refused(OpenFile file, String read, String write) {
        file.expectNothing(read);
        file.refuseWrite(Buffer.of(new byte[] {'x', 'x', 'x', 'x', 'x'}), write);
    }

    @Check(value = "heap-first-write", guest = GuestKind.POISON)
    void firstWrite(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        for (int length : LENGTHS) {
            byte[] message = trial.message(length);
            process.at(minor, id++)
                    .write(message)
                    .expect(message, "In memory that is not zero, a message does not come back as it was written.");
        }
        trial.checkHeap();
    }

    @Check(value = "heap-overwrite", telling = true, guest = GuestKind.POISON)
    void overwrite(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        OpenFile file = process.at(minor, id);
        OpenFile other = process.at(minor, id);
        file.write(trial.message(5)).write(trial.message(60));
        for (int i = 0; i < LENGTHS.length; i++) {
            for (int length : new int[] {LENGTHS[i], LENGTHS[LENGTHS.length - 1 - i]}) {
                byte[] message = trial.message(length);
                file.write(message);
                other.expect(message);
            }
        }
        other.write(trial.message());
        trial.checkHeap();
    }

    @Check(value = "heap-refused-write", guest = GuestKind.POISON)
    void refusedWrite(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        process.open(minor).tryWrite(Buffer.of(trial.message()));
        byte[] message = trial.message();
        OpenFile full = process.at(minor, id).write(message);
        for (OpenFile file : List.of(full, process.at(minor, id + 1))) {
            for (int length : new int[] {0, 129, 200, 4096}) {
                file.tryWrite(Buffer.of(trial.message(length)));
            }
            for (int length : new int[] {1, 40, 128}) {
                file.tryWrite(Buffer.nullPointer(length));
                file.tryWrite(Buffer.unmapped(length));
                file.tryWrite(Buffer.crossing(trial.message((length + 1) / 2), length + 1));
            }
            file.tryRead(Buffer.room(OpenFile.LONGEST));
            byte[] good = trial.message();
            file.write(good).expect(good);
        }
        trial.checkHeap();
    }

    @Check(value = "heap-read", guest = GuestKind.POISON)
    void read(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        process.open(minor).tryRead(Buffer.room(OpenFile.LONGEST));
        process.at(minor, id).tryRead(Buffer.room(OpenFile.LONGEST));
        for (int length : new int[] {8, 32, 60, 64}) {
            OpenFile file = process.at(minor, ++id).write(trial.message(length));
            for (int size : new int[] {length, 128, 4096, length - 1, 1}) {
                file.tryRead(Buffer.room(size));
            }
            file.tryRead(Buffer.nullPointer(128));
            file.tryRead(Buffer.unmapped(128));
            file.tryRead(Buffer.readOnly(new byte[128]));
            file.tryRead(Buffer.room(OpenFile.LONGEST));
        }
        trial.checkHeap();
    }

    @Check(value = "heap-select", guest = GuestKind.POISON)
    void select(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        OpenFile file = process.open(minor);
        OpenFile other = process.open(minor);
        file.trySelect(0);
        file.tryCommand(trial.candidate().translated(SlotCommands.CHANNEL) ^ 0x300, 1);
        for (int i = 0; i < 20; i++) {
            file.trySelect(id + i % 7);
            other.trySelect(id + i % 5);
        }
        file.trySelect(0);
        other.tryCommand(trial.candidate().translated(SlotCommands.CHANNEL) ^ 0x300, 1);
        file.tryRead(Buffer.room(OpenFile.LONGEST));
        other.tryWrite(Buffer.of(trial.message()));
        file.trySelect(id);
        other.trySelect(id + 1);
        trial.checkHeap();
    }

    @Check(value = "heap-close", guest = GuestKind.POISON)
    void close(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        process.open(minor).close();
        byte[] message = trial.message();
        OpenFile file = process.at(minor, id).write(message);
        OpenFile same = process.at(minor, id);
        same.tryRead(Buffer.room(OpenFile.LONGEST));
        file.dup().close();
        file.tryWrite(Buffer.of(message));
        file.close();
        same.tryRead(Buffer.room(OpenFile.LONGEST));
        same.tryWrite(Buffer.of(message));
        SlotProcess child = process.fork();
        child.exit();
        same.tryRead(Buffer.room(OpenFile.LONGEST));
        same.close();
        OpenFile again = process.at(minor, id);
        again.tryRead(Buffer.room(OpenFile.LONGEST));
        again.tryWrite(Buffer.of(message));
        again.close();
        trial.checkHeap();
    }

    @Check(value = "heap-unload", telling = true, guest = GuestKind.POISON, load = false)
    void unload(SlotTrial trial) {
        for (int round = 0; round < 2; round++) {
            trial.load();
            SlotProcess process = trial.process();
            int minor = trial.minor();
            long id = trial.id();
            for (int i = 0; i < 12; i++) {
                OpenFile file = process.open(trial.node(minor + i % 3), OpenFlags.O_RDWR);
                file.trySelect(id + i / 3);
                file.tryWrite(Buffer.of(trial.message(5 + 10 * (i % 5))));
                file.tryWrite(Buffer.of(trial.message()));
                file.tryRead(Buffer.room(OpenFile.LONGEST));
            }
            process.exit();
            trial.unload();
            trial.checkHeap();
        }
    }
}
