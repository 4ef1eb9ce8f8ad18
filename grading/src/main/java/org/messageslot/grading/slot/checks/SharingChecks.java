// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotPrerequisites;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.slot.UncommonCalls;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.Count;
import org.messageslot.grading.trial.Mismatch;

/** Several open files, slots and processes: R-I5, R-R2. */
final class SharingChecks {

    private static final String OTHERS_CHANNEL = "Another open file's ioctl changed the channel of this one.";

    /** As many as a process of an ordinary user may have, less a few. */
    private static final int MANY_FILES = 1000;

    // ---- processes ----

    @Check("processes-two-channels")
    void twoChannels(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] first = trial.message();
        byte[] second = trial.message();
        OpenFile one = trial.at(minor, id);
        OpenFile two = trial.at(minor, id + 1);
        one.demandWrite(first, "A process cannot write while another one uses another channel.");
        two.demandWrite(second, "A process cannot write while another one uses another channel.");
        one.expect(first, "A process does not read its own channel while another one uses another channel.");
        two.expect(second, "A process does not read its own channel while another one uses another channel.");
    }

    @Check("processes-share-messages")
    void shareMessages(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        SlotProcess writer = trial.process();
        writer.at(minor, id).write(message).expect(message);
        trial.at(minor, id).expect(message, "A process does not read what another one wrote.");
        writer.exit();
        trial.at(minor, id).expect(message, "A message was gone when its writer had exited.");
    }

    @Check("fork-shares-channel")
    void forkSharesChannel(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] first = trial.message();
        byte[] second = trial.message();
        SlotProcess parent = trial.process();
        parent.needTwoFiles(minor, id + 2);
        parent.at(minor, id + 1).write(second);
        OpenFile file = parent.at(minor, id).write(first).expect(first);
        SlotProcess child = parent.fork();
        OpenFile inherited = child.inherited(file);
        inherited.expect(first, "A child does not use the channel that its parent had selected before the fork.");
        inherited.select(id + 1);
        file.expect(second, "A child's ioctl on an inherited descriptor does not count for its parent.");
        child.exit();
        file.expect(second, "When a child exited, its parent's descriptor lost its channel.");
    }

    @Check("dup-shares-channel")
    void dupSharesChannel(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] first = trial.message();
        byte[] second = trial.message();
        SlotProcess process = trial.process();
        process.needTwoFiles(minor, id + 2);
        process.at(minor, id + 1).write(second);
        OpenFile file = process.at(minor, id).write(first).expect(first);
        OpenFile duplicate = file.dup();
        duplicate.expect(first, "A duplicate does not use the channel of the descriptor it was made from.");
        duplicate.select(id + 1);
        file.expect(second, "An ioctl on a duplicate does not count for the descriptor it was made from.");
    }

    @Check("dup-close-keeps-channel")
    void dupCloseKeepsChannel(SlotTrial trial) {
        byte[] message = trial.message();
        OpenFile file = trial.at(trial.minor(), trial.id()).write(message).expect(message);
        file.dup().close();
        file.expect(message, "A descriptor lost its channel when its duplicate was closed.");
    }

    @Check("one-file-many-ways")
    void oneFileManyWays(SlotTrial trial) throws Exception {
        UncommonCalls.ask(trial, UncommonCalls.UncommonQuestion.SHARED);
    }

    // ---- open files ----

    @Check("open-flags")
    void openFlags(SlotTrial trial) throws Exception {
        UncommonCalls.ask(trial, UncommonCalls.UncommonQuestion.FLAGS);
    }

    @Check("many-open-files")
    void manyOpenFiles(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        OpenFile before = trial.at(minor, id).write(message).expect(message);
        SlotProcess process = trial.process();
        process.needTwoFiles(minor, id + MANY_FILES + 2);
        process.at(minor, id).close();
        process.at(minor, id + MANY_FILES + 1).write(trial.message());
        before.expect(message);
        int first = openMany(process, trial.node(minor));
        String many = "With " + MANY_FILES + " open files, one of them does not read the message.";
        for (Result read : selectAndReadEach(process, first, id)) {
            OpenFile.demand(message, read, many);
        }
        before.expect(message, many);
        process.exit();
        String gone = "When " + MANY_FILES + " open files were closed, the message was gone.";
        before.expect(message, gone);
        trial.at(minor, id).expect(message, gone);
    }

    /** {@return the first of as many descriptors, which follow each other} */
    private static int openMany(SlotProcess process, String path) {
        int first = process.open(path, OpenFlags.O_RDWR).fd();
        List<Call> opens = Collections.nCopies(MANY_FILES - 1, new Open(path, OpenFlags.O_RDWR));
        List<Result> opened = process.quietly("open " + opens.size() + " more files of the slot", opens);
        for (int i = 0; i < opened.size(); i++) {
            if (opened.get(i).isFailure()) {
                throw new Mismatch(
                        "With " + Count.of(i + 1, "open file") + " of one process, another one cannot be opened.",
                        "a file descriptor",
                        opened.get(i).toString());
            }
        }
        return first;
    }

    /** {@return what every second file reads, which has the channel; the others have channels of their own} */
    private static List<Result> selectAndReadEach(SlotProcess process, int first, long id) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < MANY_FILES; i++) {
            calls.add(new Ioctl(first + i, SlotCommands.CHANNEL, i % 2 == 0 ? id : id + 1 + i));
        }
        for (int i = 0; i < MANY_FILES; i += 2) {
            calls.add(new Read(first + i, Buffer.room(OpenFile.LONGEST)));
        }
        List<Result> results = process.quietly("select a channel on each, and read on every second", calls);
        return results.subList(MANY_FILES, results.size());
    }

    @Check(value = "select-spares-other-files", telling = true)
    void sparesOtherFiles(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] first = trial.message();
        byte[] second = trial.message();
        SlotProcess process = trial.process();
        OpenFile one = process.at(minor, id).write(first).expect(first);
        OpenFile two = process.open(minor);
        one.expect(first, "Opening another file of the slot changed the channel of this one.");
        two.select(id + 1);
        one.expect(first, OTHERS_CHANNEL);
        two.write(second);
        one.expect(first, OTHERS_CHANNEL);
        two.expect(second, OTHERS_CHANNEL);
    }

    @Check("select-spares-other-slots")
    void sparesOtherSlots(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        SlotProcess process = trial.process();
        OpenFile one = process.at(minor, id).write(message).expect(message);
        process.at(minor + 1, id + 1);
        one.expect(message, "An ioctl on a file of another slot changed the channel of this one.");
    }

    @Check("failed-select-spares-other-files")
    void failedSelectSparesOtherFiles(SlotTrial trial) {
        int minor = trial.minor();
        byte[] message = trial.message();
        SlotProcess process = trial.process();
        OpenFile file = process.at(minor, trial.id()).write(message);
        OpenFile other = process.open(minor);
        file.expect(message);
        other.trySelect(0);
        file.expect(message, "An ioctl with channel 0 on another open file changed the channel of this one.");
        other.tryCommand(trial.candidate().translated(SlotCommands.CHANNEL) ^ 0x300, trial.id());
        file.expect(message, "An unknown command on another open file changed the channel of this one.");
    }

    @Check("close-spares-other-files")
    void closeSparesOtherFiles(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        SlotProcess process = trial.process();
        OpenFile file = process.at(minor, id).write(message);
        OpenFile same = process.at(minor, id);
        file.expect(message);
        same.close();
        file.expect(message, "Closing another file with the same channel changed this one.");
        OpenFile bare = process.open(minor);
        file.expect(message);
        bare.close();
        file.expect(message, "Closing another file without a channel changed this one.");
    }

    @Check(value = "new-file-has-no-channel", telling = true)
    void newFileHasNoChannel(SlotTrial trial) {
        int minor = trial.minor();
        SlotProcess process = trial.process();
        OpenFile first = process.open(minor);
        first.needRefused(
                SlotPrerequisites.NO_CHANNEL,
                () -> first.tryWrite(Buffer.of(trial.message())),
                "A write without a channel");
        first.needRefused(
                SlotPrerequisites.NO_CHANNEL,
                () -> first.tryRead(Buffer.room(OpenFile.LONGEST)),
                "A read without a channel");
        OpenFile file = process.at(minor, trial.id());
        hasNoChannel(trial, process.open(minor), "a file that was opened while another one had a channel");
        file.close();
        hasNoChannel(trial, process.open(minor), "a file that was closed and opened again");
    }

    private static void hasNoChannel(SlotTrial trial, OpenFile file, String which) {
        file.expectNothing("A read before any ioctl of " + which);
        file.refuseWrite(Buffer.of(trial.message()), "A write before any ioctl to " + which);
    }
}
