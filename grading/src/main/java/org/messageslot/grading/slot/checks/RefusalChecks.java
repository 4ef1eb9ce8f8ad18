// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.List;
import java.util.Set;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotPrerequisites;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.Count;
import org.messageslot.grading.trial.Mismatch;

/** Calls that must fail, and what they must leave alone: R-I2, R-I3, R-W2, R-W3, R-R3, R-R4, R-R5. */
final class RefusalChecks {

    /** Commands that Linux answers itself before a driver hears of them. */
    private static final Set<Long> ANSWERED_BY_LINUX = Set.of(
            1L,
            2L,
            0x5421L,
            0x5450L,
            0x5451L,
            0x5452L,
            0x5460L,
            0xC0045877L,
            0xC0045878L,
            0x40049409L,
            0x4020940DL,
            0xC020660BL,
            0xC0189436L,
            0x8008660FL,
            0x801c581fL);

    private static final String WAS_READ = "A read of a channel without a message";
    private static final String NO_CHANNEL_WRITE = "A write on a file without a channel";
    private static final String NO_CHANNEL_READ = "A read on a file without a channel";
    private static final String UNKNOWN_WITHOUT_CHANNEL =
            "A command that is not MSG_SLOT_CHANNEL, on a file without a channel,";

    // ---- a channel without a message ----

    @Check(value = "empty-channel", telling = true)
    void emptyChannel(SlotTrial trial) {
        OpenFile file = trial.at(trial.minor(), trial.id());
        for (int i = 0; i < 2; i++) {
            file.refuseRead(Buffer.room(OpenFile.LONGEST), WAS_READ, Errno.EWOULDBLOCK);
        }
    }

    @Check("empty-channel-beside-full")
    void besideFull(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id() + 10;
        SlotProcess process = trial.process();
        for (long other : new long[] {id - 1, id + 1, id + 256, 1}) {
            process.at(minor, other).write(trial.message());
        }
        process.at(minor, id).expectNothing("A read of a channel without a message, whose neighbours have some,");
    }

    @Check("empty-channel-after-failed-write")
    void afterRefusedWrite(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int length : new int[] {0, 129, 4096}) {
            OpenFile file = process.at(minor, id++);
            byte[] message = trial.message(length);
            file.needRefused(
                    SlotPrerequisites.WRONG_LENGTH,
                    () -> file.tryWrite(Buffer.of(message)),
                    "A write of " + length + " bytes");
            file.expectNothing("A read of a channel whose only write, of " + length + " bytes, was refused,");
        }
    }

    // ---- lengths ----

    @Check(value = "write-length-0", telling = true)
    void length0(SlotTrial trial) {
        refusedLengths(trial, 0);
    }

    @Check("write-length-0-keeps-message")
    void length0KeepsMessage(SlotTrial trial) {
        keepsMessage(trial, 0);
    }

    @Check(value = "write-length-129", telling = true)
    void length129(SlotTrial trial) {
        refusedLengths(trial, 129);
    }

    @Check("write-length-4096")
    void length4096(SlotTrial trial) {
        refusedLengths(trial, 4096, 256, 65536 + 5);
    }

    private static void refusedLengths(SlotTrial trial, int... lengths) {
        OpenFile file = trial.at(trial.minor(), trial.id());
        for (int length : lengths) {
            file.refuseWrite(Buffer.of(trial.message(length)), "A write of " + length + " bytes", Errno.EMSGSIZE);
        }
    }

    @Check("write-length-huge")
    void lengthHuge(SlotTrial trial) {
        OpenFile file = trial.at(trial.minor(), trial.id());
        byte[] beginning = trial.message(200);
        for (int length : new int[] {1 << 30, Integer.MAX_VALUE - 4096}) {
            Result result = file.tryWrite(Buffer.crossing(beginning, length));
            // Which error is right is asked elsewhere, and the buffer is not all there, so that "bad buffer" is right,
            // too.
            OpenFile.demandFailure("write", result, "A write of " + length + " bytes");
        }
    }

    @Check("write-too-long-keeps-message")
    void tooLongKeepsMessage(SlotTrial trial) {
        keepsMessage(trial, 129, 200, 4096);
    }

    private static void keepsMessage(SlotTrial trial, int... lengths) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int length : lengths) {
            byte[] message = trial.message();
            OpenFile file = process.at(minor, id++).write(message).expect(message);
            Result result = file.tryWrite(Buffer.of(trial.message(length)));
            file.expect(
                    message,
                    "A write of " + length + " bytes, which " + (result.isFailure() ? "was" : "should have been")
                            + " refused, changed the message.");
        }
    }

    // ---- no channel ----

    @Check("write-without-channel")
    void writeWithoutChannel(SlotTrial trial) {
        trial.open(trial.minor()).refuseWrite(Buffer.of(trial.message()), NO_CHANNEL_WRITE, Errno.EINVAL);
    }

    @Check("write-without-channel-stores-nothing")
    void writeWithoutChannelStoresNothing(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        SlotProcess process = trial.process();
        process.needTwoFiles(minor, id + 2);
        process.at(minor, id).write(message);
        process.at(minor, id + 1).needNothing("A read of a channel without a message, beside one that has one,");
        process.open(minor).tryWrite(Buffer.of(trial.message()));
        process.at(minor, id).expect(message, "A write on a file without a channel changed another file's message.");
        process.at(minor, id + 1)
                .expectNothing("A read of a channel without a message, after a write on a file without a channel,");
    }

    @Check("read-without-channel")
    void readWithoutChannel(SlotTrial trial) {
        trial.open(trial.minor()).refuseRead(Buffer.room(OpenFile.LONGEST), NO_CHANNEL_READ, Errno.EINVAL);
    }

    @Check("read-without-channel-beside-others")
    void readWithoutChannelBesideOthers(SlotTrial trial) {
        int minor = trial.minor();
        SlotProcess process = trial.process();
        process.at(minor, trial.id()).write(trial.message());
        process.open(minor).expectNothing("A read on a file without a channel, while another file has one,");
    }

    // ---- a buffer that is too small ----

    @Check(value = "read-small-buffer", telling = true)
    void smallBuffer(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int size : new int[] {59, 30, 1}) {
            process.at(minor, id++)
                    .write(trial.message(60))
                    .refuseRead(
                            Buffer.room(size),
                            "A read of a message of 60 bytes into a buffer of " + size,
                            Errno.ENOSPC);
        }
    }

    @Check("read-small-buffer-keeps-message")
    void smallBufferKeepsMessage(SlotTrial trial) {
        byte[] message = trial.message(60);
        OpenFile file = trial.at(trial.minor(), trial.id()).write(message).expect(message);
        for (int size : new int[] {59, 30, 1}) {
            file.tryRead(Buffer.room(size));
            file.expect(message, "The message was gone after a read into a buffer of " + size + " bytes.");
        }
    }

    @Check("read-small-buffer-writes-nothing")
    void smallBufferWritesNothing(SlotTrial trial) {
        OpenFile file = trial.at(trial.minor(), trial.id()).write(trial.message(60));
        for (int size : new int[] {59, 30, 1}) {
            Result result = file.tryRead(Buffer.room(size));
            if (!OpenFile.untouchedFrom(result.bytes(), 0)) {
                throw new Mismatch(
                        "A read into a buffer that is too small wrote to it.",
                        Count.bytes(size) + " left as before",
                        Buffer.quoted(result.bytes()));
            }
        }
    }

    // ---- the ioctl's arguments ----

    @Check(value = "ioctl-zero", telling = true)
    void zero(SlotTrial trial) {
        OpenFile file = trial.open(trial.minor());
        OpenFile.demandFailure("ioctl", file.trySelect(0), "Selecting channel 0", Errno.EINVAL);
        file.select(trial.id());
        OpenFile.demandFailure(
                "ioctl", file.trySelect(0), "Selecting channel 0 on a file that has another one", Errno.EINVAL);
    }

    @Check("ioctl-zero-keeps-channel")
    void zeroKeepsChannel(SlotTrial trial) {
        byte[] message = trial.message();
        OpenFile file = trial.at(trial.minor(), trial.id()).write(message).expect(message);
        Result result = file.trySelect(0);
        file.expect(
                message,
                "An ioctl with channel 0, which " + (result.isFailure() ? "failed" : "should have failed")
                        + ", changed the channel that was set before.");
    }

    @Check("ioctl-zero-sets-no-channel")
    void zeroSetsNoChannel(SlotTrial trial) {
        OpenFile file = trial.open(trial.minor());
        file.needRefused(
                SlotPrerequisites.NO_CHANNEL, () -> file.tryWrite(Buffer.of(trial.message())), NO_CHANNEL_WRITE);
        file.needRefused(
                SlotPrerequisites.NO_CHANNEL, () -> file.tryRead(Buffer.room(OpenFile.LONGEST)), NO_CHANNEL_READ);
        file.trySelect(0);
        file.refuseWrite(Buffer.of(trial.message()), "A write on a file whose only ioctl was for channel 0");
        file.expectNothing("A read on a file whose only ioctl was for channel 0");
    }

    @Check(value = "ioctl-unknown-number", telling = true)
    void unknownNumber(SlotTrial trial) {
        long own = trial.candidate().translated(SlotCommands.CHANNEL);
        refused(trial, List.of(own + 1, own + 7, own ^ 0x40, SlotCommands.iow(trial.major(), 99, 4), 0x1234L));
    }

    @Check("ioctl-unknown-type")
    void unknownType(SlotTrial trial) {
        long own = trial.candidate().translated(SlotCommands.CHANNEL);
        refused(trial, List.of(own ^ 0x100, own ^ 0x8000, SlotCommands.iow('k', (int) (own & 0xff), 4)));
    }

    @Check("ioctl-unknown-size")
    void unknownSize(SlotTrial trial) {
        long own = trial.candidate().translated(SlotCommands.CHANNEL);
        refused(trial, List.of(own ^ 0x10_0000, own ^ 0x8000_0000L, own ^ 0xC000_0000L));
    }

    /** Commands of the module's own numbering; those that it knows, or Linux does, are left out. */
    private static void refused(SlotTrial trial, List<Long> commands) {
        OpenFile file = trial.at(trial.minor(), trial.id());
        for (long command : commands) {
            if (isUnknown(trial, command)) {
                file.refuseCommand(command, trial.id(), "A command that is not MSG_SLOT_CHANNEL");
                file.refuseCommand(command, 1, "A command that is not MSG_SLOT_CHANNEL");
            }
        }
    }

    private static boolean isUnknown(SlotTrial trial, long command) {
        return command > 0
                && command <= 0xFFFF_FFFFL
                && !ANSWERED_BY_LINUX.contains(command)
                && command != trial.candidate().translated(SlotCommands.CHANNEL)
                && (trial.slot().censorEvery() == 0
                        || command != trial.candidate().translated(SlotCommands.SET_CENSORSHIP));
    }

    private static long anUnknown(SlotTrial trial) {
        long own = trial.candidate().translated(SlotCommands.CHANNEL);
        return List.of(own + 3, own ^ 0x200, own ^ 0x4_0000).stream()
                .filter(command -> isUnknown(trial, command))
                .findFirst()
                .orElse(0x4004_7777L);
    }

    @Check("ioctl-unknown-keeps-channel")
    void unknownKeepsChannel(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        SlotProcess process = trial.process();
        process.at(minor, id + 1).write(trial.message());
        OpenFile file = process.at(minor, id).write(message).expect(message);
        file.tryCommand(anUnknown(trial), id + 1);
        file.expect(message, "A command that is not MSG_SLOT_CHANNEL changed the channel.");
    }

    @Check("ioctl-unknown-without-channel")
    void unknownWithoutChannel(SlotTrial trial) {
        long unknown = anUnknown(trial);
        OpenFile file = trial.open(trial.minor());
        // Which error is right is asked where a channel is set.
        OpenFile.demandFailure("ioctl", file.tryCommand(unknown, trial.id()), UNKNOWN_WITHOUT_CHANNEL);
        OpenFile.demandFailure("ioctl", file.tryCommand(unknown, 0), UNKNOWN_WITHOUT_CHANNEL);
        file.expectNothing("A read on a file without a channel, after a command that is not MSG_SLOT_CHANNEL,");
    }
}
