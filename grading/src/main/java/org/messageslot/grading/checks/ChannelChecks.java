// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.checks;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.grading.trial.ManyChannels;
import org.messageslot.grading.trial.OpenFile;
import org.messageslot.grading.trial.Subject;
import org.messageslot.grading.trial.Trial;

/** Channels and their ids: R-I1, R-D4. */
final class ChannelChecks {

    private static final long LARGEST = 0xFFFF_FFFFL;

    @Check("channels-apart")
    void apart(Trial trial) {
        long id = trial.id();
        idsApart(trial, List.of(id, id + 1, id + 17));
    }

    @Check("select-again")
    void selectAgain(Trial trial) {
        int minor = trial.minor();
        long one = trial.id();
        long two = one + 5;
        byte[] first = trial.message();
        byte[] second = trial.message();
        OpenFile writer = trial.open(minor);
        writer.select(one).write(first).select(two).write(second);
        OpenFile file = trial.open(minor).select(two).select(one);
        file.expect(first, "After a second ioctl the read does not use the channel selected last.");
        file.select(two).expect(second, "After a further ioctl the read does not use the channel selected last.");
        byte[] third = trial.message();
        file.select(one).write(third);
        writer.expect(second, "A write after a further ioctl went to the channel selected before.");
        writer.select(one).expect(third, "A write after a further ioctl did not arrive.");
    }

    @Check("ioctl-argument-by-value")
    void byValue(Trial trial) {
        OpenFile file = trial.open(trial.minor());
        for (long id : new long[] {trial.id(), 0x1000 + trial.random().nextInt(1 << 20), 0xDEAD_BEEFL}) {
            byte[] message = trial.message();
            file.select(id).write(message).expect(message);
        }
    }

    @Check("id-1")
    void id1(Trial trial) {
        idWorks(trial, 1);
    }

    @Check("id-2-to-20")
    void id2To20(Trial trial) {
        idWorks(trial, 1L << 20);
    }

    @Check("id-2-to-20-less-1")
    void id2To20Less1(Trial trial) {
        idWorks(trial, (1L << 20) - 1);
    }

    @Check("id-2-to-20-plus-1")
    void id2To20Plus1(Trial trial) {
        idWorks(trial, (1L << 20) + 1);
    }

    @Check("id-2-to-31")
    void id2To31(Trial trial) {
        idWorks(trial, 1L << 31);
    }

    @Check("id-largest")
    void idLargest(Trial trial) {
        idWorks(trial, LARGEST);
    }

    private static void idWorks(Trial trial, long id) {
        int minor = trial.minor();
        byte[] message = trial.message();
        OpenFile file = trial.open(minor).select(id).write(message);
        file.expect(message, "Channel " + id + " does not keep its message.");
        trial.open(minor).select(id).expect(message, "Channel " + id + " does not keep its message.");
    }

    @Check("ids-256-apart")
    void ids256Apart(Trial trial) {
        long id = trial.random().nextInt(1, 256);
        idsApart(trial, List.of(id, id + 0x100, id + 0x200, id + 0x8000));
    }

    @Check("ids-65536-apart")
    void ids65536Apart(Trial trial) {
        long id = trial.id();
        idsApart(trial, List.of(id, id + 0x1_0000, id + 0x2_0000, id + 0x8_0000));
    }

    @Check("ids-2-to-20-apart")
    void ids2To20Apart(Trial trial) {
        long id = trial.id();
        idsApart(trial, List.of(id, id + (1L << 20), id + (1L << 21), id + (1L << 24), id + (1L << 28)));
    }

    @Check("ids-2-to-31-apart")
    void ids2To31Apart(Trial trial) {
        long id = trial.id();
        idsApart(trial, List.of(id, id + (1L << 30), id + (1L << 31), LARGEST - id, (LARGEST >> 1) - id));
    }

    /** Each of the channels keeps a message of its own. */
    private static void idsApart(Trial trial, List<Long> ids) {
        OpenFile file = trial.open(trial.minor());
        List<byte[]> messages = new ArrayList<>();
        for (long id : ids) {
            byte[] message = trial.message();
            messages.add(message);
            file.select(id);
            file.expectNothing("A read of channel " + id + ", when only others were written,");
            file.write(message);
        }
        for (int i = 0; i < ids.size(); i++) {
            file.select(ids.get(i))
                    .expect(messages.get(i), "Channel " + ids.get(i) + " lost its message to another channel.");
        }
    }

    @Check("channels-300")
    void channels300(Trial trial) {
        int count = 300;
        Subject process = trial.process();
        OpenFile file = process.open(trial.minor());
        long first = trial.id();
        long step = 1 + 2L * trial.random().nextInt(500);
        List<Call> writes = new ArrayList<>();
        List<Call> reads = new ArrayList<>();
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] message = trial.message();
            Call select = new Call.Ioctl(file.fd(), SlotCommands.CHANNEL, first + i * step);
            messages.add(message);
            writes.addAll(List.of(select, new Call.Write(file.fd(), Buffer.of(message))));
            reads.addAll(List.of(select, new Call.Read(file.fd(), Buffer.room(OpenFile.LONGEST))));
        }
        process.quietly("select and write, on " + count + " channels: " + first + " + i * " + step, writes);
        List<Result> results = process.quietly("select and read each of them", reads);
        for (int i = 0; i < count; i++) {
            OpenFile.demand(
                    messages.get(i),
                    results.get(2 * i + 1),
                    "Of " + count + " channels, channel " + (first + i * step) + " lost its message.");
        }
    }

    @Check(value = "channels-2-to-20", guest = GuestStock.Kind.LARGE)
    void channels2To20(Trial trial) throws Exception {
        ManyChannels.of(trial).fill(trial.node(trial.minor()), 1 << 20);
    }
}
