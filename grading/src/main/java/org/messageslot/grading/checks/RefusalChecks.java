// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.checks;

import java.util.List;
import java.util.Set;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.OpenFile;
import org.messageslot.grading.trial.Trial;

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

    // ---- a channel without a message ----

    @Check("empty-channel")
    void emptyChannel(Trial trial) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        file.expectEmpty();
        file.refuseRead(Buffer.room(1), WAS_READ, Errno.EWOULDBLOCK);
    }

    @Check("empty-channel-beside-full")
    void besideFull(Trial trial) {
        OpenFile file = trial.open(trial.minor());
        long id = trial.id() + 10;
        for (long other : new long[] {id - 1, id + 1, id + 256, 1, 0xFFFF_FFFFL}) {
            file.select(other).write(trial.message());
        }
        file.select(id);
        file.expectEmpty();
    }

    @Check("empty-channel-after-failed-write")
    void afterFailedWrite(Trial trial) {
        OpenFile file = trial.open(trial.minor());
        long id = trial.id();
        int[] lengths = {0, 129, 4096};
        for (int i = 0; i < lengths.length; i++) {
            file.select(id + i);
            file.tryWrite(Buffer.of(trial.message(lengths[i])));
            file.refuseRead(
                    Buffer.room(OpenFile.LONGEST),
                    "A read of a channel whose only write, of " + lengths[i] + " bytes, was refused,",
                    Errno.EWOULDBLOCK);
        }
    }

    // ---- lengths ----

    @Check("write-length-0")
    void length0(Trial trial) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        file.refuseWrite(Buffer.of(new byte[0]), "A write of 0 bytes", Errno.EMSGSIZE);
        file.write(trial.message());
        file.refuseWrite(Buffer.of(new byte[0]), "A write of 0 bytes", Errno.EMSGSIZE);
    }

    @Check("write-length-0-keeps-message")
    void length0KeepsMessage(Trial trial) {
        byte[] message = trial.message();
        OpenFile file = trial.open(trial.minor()).select(trial.id()).write(message);
        file.tryWrite(Buffer.of(new byte[0]));
        file.expect(message, "A write of 0 bytes changed the message.");
    }

    @Check("write-length-129")
    void length129(Trial trial) {
        tooLong(trial, 129);
    }

    @Check("write-length-4096")
    void length4096(Trial trial) {
        tooLong(trial, 4096);
        tooLong(trial, 256);
        tooLong(trial, 65536 + 5);
    }

    private static void tooLong(Trial trial, int length) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        file.refuseWrite(Buffer.of(trial.message(length)), "A write of " + length + " bytes", Errno.EMSGSIZE);
    }

    @Check("write-length-huge")
    void lengthHuge(Trial trial) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        byte[] beginning = trial.message(200);
        for (int length : new int[] {1 << 30, Integer.MAX_VALUE - 4096}) {
            Result result = file.tryWrite(Buffer.crossing(beginning, length));
            // The buffer is not all there, so that "bad buffer" is as right an answer as "too long".
            OpenFile.demandFailure(result, "A write of " + length + " bytes", Errno.EMSGSIZE, Errno.EFAULT);
        }
        byte[] message = trial.message();
        file.write(message).expect(message);
    }

    @Check("write-too-long-keeps-message")
    void tooLongKeepsMessage(Trial trial) {
        byte[] message = trial.message();
        OpenFile file = trial.open(trial.minor()).select(trial.id()).write(message);
        for (int length : new int[] {129, 200, 4096}) {
            file.tryWrite(Buffer.of(trial.message(length)));
            file.expect(message, "A refused write of " + length + " bytes changed the message.");
        }
    }

    // ---- no channel ----

    @Check("write-without-channel")
    void writeWithoutChannel(Trial trial) {
        trial.open(trial.minor()).refuseWrite(Buffer.of(trial.message()), NO_CHANNEL_WRITE, Errno.EINVAL);
    }

    @Check("write-without-channel-stores-nothing")
    void writeWithoutChannelStoresNothing(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        OpenFile file = trial.open(minor).select(id).write(message);
        OpenFile other = trial.open(minor);
        other.tryWrite(Buffer.of(trial.message()));
        file.expect(message, "A write on a file without a channel changed another file's message.");
        other.select(id).expect(message, "A write on a file without a channel changed another file's message.");
        other.select(id + 1);
        other.expectNothing(WAS_READ);
    }

    @Check("read-without-channel")
    void readWithoutChannel(Trial trial) {
        trial.open(trial.minor()).refuseRead(Buffer.room(OpenFile.LONGEST), NO_CHANNEL_READ, Errno.EINVAL);
    }

    @Check("read-without-channel-beside-others")
    void readWithoutChannelBesideOthers(Trial trial) {
        int minor = trial.minor();
        trial.open(minor).select(trial.id()).write(trial.message());
        trial.open(minor).refuseRead(Buffer.room(OpenFile.LONGEST), NO_CHANNEL_READ, Errno.EINVAL);
    }

    // ---- a buffer that is too small ----

    @Check("read-small-buffer")
    void smallBuffer(Trial trial) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        file.write(trial.message(128));
        for (int size : new int[] {127, 64, 1}) {
            tooSmall(file, 128, size);
        }
        file.write(trial.message(2));
        tooSmall(file, 2, 1);
    }

    private static void tooSmall(OpenFile file, int length, int size) {
        file.refuseRead(
                Buffer.room(size),
                "A read of a message of " + length + " bytes into a buffer of " + size,
                Errno.ENOSPC);
    }

    @Check("read-small-buffer-keeps-message")
    void smallBufferKeepsMessage(Trial trial) {
        byte[] message = trial.message(100);
        OpenFile file = trial.open(trial.minor()).select(trial.id()).write(message);
        for (int size : new int[] {99, 50, 1}) {
            file.tryRead(Buffer.room(size));
            file.expect(message, "The message was gone after a read into a buffer of " + size + " bytes.");
        }
    }

    @Check("read-small-buffer-writes-nothing")
    void smallBufferWritesNothing(Trial trial) {
        OpenFile file = trial.open(trial.minor()).select(trial.id()).write(trial.message(100));
        for (int size : new int[] {99, 50, 1}) {
            Result result = file.tryRead(Buffer.room(size));
            if (!OpenFile.untouchedFrom(result.bytes(), 0)) {
                throw new Mismatch(
                        "A read into a buffer that is too small wrote to it.",
                        size + " bytes left as they were",
                        Buffer.quoted(result.bytes()));
            }
        }
    }

    // ---- the ioctl's arguments ----

    @Check("ioctl-zero")
    void zero(Trial trial) {
        OpenFile file = trial.open(trial.minor());
        OpenFile.demandFailure(file.trySelect(0), "Selecting channel 0", Errno.EINVAL);
        file.select(trial.id());
        OpenFile.demandFailure(file.trySelect(0), "Selecting channel 0", Errno.EINVAL);
    }

    @Check("ioctl-zero-keeps-channel")
    void zeroKeepsChannel(Trial trial) {
        int minor = trial.minor();
        byte[] message = trial.message();
        OpenFile file = trial.open(minor).select(trial.id()).write(message);
        file.trySelect(0);
        file.expect(message, "A failed ioctl(0) changed the channel that was set before.");
        byte[] second = trial.message();
        file.write(second).expect(second);
    }

    @Check("ioctl-zero-sets-no-channel")
    void zeroSetsNoChannel(Trial trial) {
        OpenFile file = trial.open(trial.minor());
        file.trySelect(0);
        file.refuseWrite(Buffer.of(trial.message()), NO_CHANNEL_WRITE);
        file.expectNothing(NO_CHANNEL_READ);
    }

    @Check("ioctl-unknown-number")
    void unknownNumber(Trial trial) {
        long own = trial.candidate().selectChannel();
        refused(trial, List.of(own + 1, own + 7, own ^ 0x40, SlotCommands.iow(trial.major(), 99, 4), 0x1234L));
    }

    @Check("ioctl-unknown-type")
    void unknownType(Trial trial) {
        long own = trial.candidate().selectChannel();
        refused(trial, List.of(own ^ 0x100, own ^ 0x8000, SlotCommands.iow('k', (int) (own & 0xff), 4)));
    }

    @Check("ioctl-unknown-size")
    void unknownSize(Trial trial) {
        long own = trial.candidate().selectChannel();
        refused(trial, List.of(own ^ 0x10_0000, own ^ 0x8000_0000L, own ^ 0xC000_0000L));
    }

    /** Commands of the module's own numbering; those that it knows, or Linux does, are left out. */
    private static void refused(Trial trial, List<Long> commands) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        for (long command : commands) {
            if (isUnknown(trial, command)) {
                file.refuseCommand(command, trial.id(), "A command that is not MSG_SLOT_CHANNEL");
            }
        }
    }

    private static boolean isUnknown(Trial trial, long command) {
        return command > 0
                && command <= 0xFFFF_FFFFL
                && !ANSWERED_BY_LINUX.contains(command)
                && command != trial.candidate().selectChannel()
                && command != trial.candidate().setCensorship();
    }

    private static long anUnknown(Trial trial) {
        long own = trial.candidate().selectChannel();
        return List.of(own + 3, own ^ 0x200, own ^ 0x4_0000).stream()
                .filter(command -> isUnknown(trial, command))
                .findFirst()
                .orElse(0x4004_7777L);
    }

    @Check("ioctl-unknown-keeps-channel")
    void unknownKeepsChannel(Trial trial) {
        long id = trial.id();
        byte[] message = trial.message();
        OpenFile file = trial.open(trial.minor()).select(id + 1).write(trial.message());
        file.select(id).write(message);
        file.tryCommand(anUnknown(trial), id + 1);
        file.expect(message, "A refused command changed the channel.");
    }

    @Check("ioctl-unknown-without-channel")
    void unknownWithoutChannel(Trial trial) {
        long unknown = anUnknown(trial);
        OpenFile file = trial.open(trial.minor());
        file.refuseCommand(unknown, trial.id(), "A command that is not MSG_SLOT_CHANNEL");
        file.refuseCommand(unknown, 0, "A command that is not MSG_SLOT_CHANNEL");
        file.expectNothing(NO_CHANNEL_READ);
    }
}
