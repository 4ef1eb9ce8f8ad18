// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.messageslot.grading.slot.ManyChannels;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock.GuestKind;

/** Channels and their ids: R-I1, R-D4. */
final class ChannelChecks {

    private static final long LARGEST = 0xFFFF_FFFFL;

    /** What is deep for recursion overflows the kernel's stack from some thousands on; a list of the last is slow. */
    private static final int[] COUNTS = {300, 3_000, 20_000};

    /** In no order: 2^20 channels come so, too. */
    private static final int[] FEWER = {300, 3_000};

    @Check("channels-apart")
    void apart(SlotTrial trial) {
        long id = trial.id();
        idsApart(trial, List.of(id, id + 1, id + 17));
    }

    @Check("select-again")
    void selectAgain(SlotTrial trial) {
        int minor = trial.minor();
        long one = trial.id();
        long two = one + 5;
        byte[] first = trial.message();
        byte[] second = trial.message();
        byte[] third = trial.message();
        OpenFile file = trial.at(minor, one).write(first).expect(first);
        file.demandSelect(two, "A second channel cannot be selected on one descriptor.")
                .demandWrite(second, "After a second ioctl nothing can be written.")
                .expect(second, "After a second ioctl a read does not return what was written then.");
        file.demandSelect(one, "A channel cannot be selected again.")
                .demandSelect(one, "A channel cannot be selected by a file that has it already.")
                .expect(
                        first,
                        "After a further ioctl a read does not return the message of the channel selected last.");
        file.demandSelect(two, "A channel cannot be selected again.")
                .expect(
                        second,
                        "After a further ioctl a read does not return the message of the channel selected last.");
        file.demandSelect(two + 1, "A third channel cannot be selected on one descriptor.")
                .demandWrite(third, "After a further ioctl nothing can be written.");
        file.demandSelect(two, "A channel cannot be selected again.")
                .expect(second, "A write after a further ioctl went to the channel selected before.");
    }

    @Check("ioctl-argument-by-value")
    void byValue(SlotTrial trial) {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        for (long argument : new long[] {id, 0x1000 + id}) {
            byte[] message = trial.message();
            process.open(minor)
                    .demandSelect(argument, "Channel " + argument + " cannot be selected.")
                    .write(message)
                    .expect(message);
        }
    }

    @Check("id-1")
    void id1(SlotTrial trial) {
        idWorks(trial, 1);
    }

    @Check("id-2-to-20")
    void id2To20(SlotTrial trial) {
        idWorks(trial, 1L << 20);
    }

    @Check("id-2-to-20-less-1")
    void id2To20Less1(SlotTrial trial) {
        idWorks(trial, (1L << 20) - 1);
    }

    @Check("id-2-to-20-plus-1")
    void id2To20Plus1(SlotTrial trial) {
        idWorks(trial, (1L << 20) + 1);
    }

    @Check("id-2-to-31")
    void id2To31(SlotTrial trial) {
        idWorks(trial, 1L << 31);
    }

    @Check("id-largest")
    void idLargest(SlotTrial trial) {
        idWorks(trial, LARGEST);
    }

    private static void idWorks(SlotTrial trial, long id) {
        String which = "Channel " + id;
        byte[] message = trial.message();
        trial.open(trial.minor())
                .demandSelect(id, which + " cannot be selected.")
                .demandWrite(message, which + " takes no message.")
                .expect(message, which + " does not keep its message.");
    }

    @Check("ids-256-apart")
    void ids256Apart(SlotTrial trial) {
        long id = trial.random().nextInt(1, 256);
        idsApart(trial, List.of(id, id + 0x100, id + 0x200, id + 0x8000));
    }

    @Check("ids-65536-apart")
    void ids65536Apart(SlotTrial trial) {
        long id = trial.id();
        idsApart(trial, List.of(id, id + 0x1_0000, id + 0x2_0000, id + 0x8_0000, id << 16));
    }

    @Check("ids-2-to-20-apart")
    void ids2To20Apart(SlotTrial trial) {
        long id = trial.id();
        idsApart(trial, List.of(id, id + (1L << 20), id + (1L << 21), id + (1L << 24), id + (1L << 28)));
    }

    @Check("ids-2-to-31-apart")
    void ids2To31Apart(SlotTrial trial) {
        long id = trial.id();
        idsApart(trial, List.of(id, id + (1L << 30), id + (1L << 31), LARGEST - id, (LARGEST >> 1) - id));
    }

    /**
     * Each of the channels keeps a message of its own. Each is selected on files of its own: a file that selects again, or that
     * was refused something, is another check's question.
     */
    private static void idsApart(SlotTrial trial, List<Long> ids) {
        int minor = trial.minor();
        SlotProcess process = trial.process();
        process.needTwoFiles(minor, ids.get(0) + 3);
        Map<Long, byte[]> messages = writeEach(trial, process, minor, ids);
        messages.forEach((id, message) ->
                process.at(minor, id).expect(message, "Channel " + id + " lost its message to another channel."));
        int other = minor + 1;
        writeEach(trial, process, other, ids.subList(1, ids.size()));
        process.at(other, ids.get(0))
                .needNothing("A read of channel " + ids.get(0) + ", when only others were written,");
    }

    private static Map<Long, byte[]> writeEach(SlotTrial trial, SlotProcess process, int minor, List<Long> ids) {
        Map<Long, byte[]> messages = new LinkedHashMap<>();
        for (long id : ids) {
            byte[] message = trial.message();
            messages.put(id, message);
            process.at(minor, id).write(message);
        }
        return messages;
    }

    // ---- many channels, each number in a module that was loaded for it and is unloaded after it ----

    @Check(value = "channels-ascending", load = false)
    void ascending(SlotTrial trial) throws Exception {
        fill(trial, COUNTS, ManyChannels.IdOrder.ASCENDING);
    }

    @Check(value = "channels-descending", load = false)
    void descending(SlotTrial trial) throws Exception {
        fill(trial, COUNTS, ManyChannels.IdOrder.DESCENDING);
    }

    @Check(value = "channels-shuffled", load = false)
    void shuffled(SlotTrial trial) throws Exception {
        fill(trial, FEWER, ManyChannels.IdOrder.SHUFFLED);
    }

    /** Trees and tables that compare ids, or sort them, must do so rightly wherever in the range they are. */
    @Check(value = "channels-scattered", load = false)
    void scattered(SlotTrial trial) throws Exception {
        fill(trial, FEWER, ManyChannels.IdOrder.SCATTERED);
    }

    private static void fill(SlotTrial trial, int[] counts, ManyChannels.IdOrder order) throws Exception {
        ManyChannels channels = ManyChannels.of(trial);
        for (int count : counts) {
            trial.load();
            channels.fill(trial.node(trial.minor()), 2, count, order);
            trial.demandUnload();
        }
    }

    /** As many as a slot must have, while another slot has some, too; and some more writes. */
    @Check(value = "channels-2-to-20", guest = GuestKind.LARGE)
    void channels2To20(SlotTrial trial) throws Exception {
        int minor = trial.minor();
        trial.at(minor + 1, trial.id()).write(trial.message());
        ManyChannels.of(trial).fill(trial.node(minor), 1, 1 << 20, ManyChannels.IdOrder.SHUFFLED);
    }
}
