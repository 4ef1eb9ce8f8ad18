// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.checks;

import org.messageslot.calls.Buffer;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.OpenFile;
import org.messageslot.grading.trial.Subject;
import org.messageslot.grading.trial.Trial;

/** Several open files, slots and processes: R-I5, R-R2. */
final class SharingChecks {

    private static final String OTHERS_CHANNEL = "Another open file's ioctl changed the channel of this one.";

    // ---- processes ----

    @Check("processes-two-channels")
    void twoChannels(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        OpenFile one = trial.open(minor).select(id);
        OpenFile two = trial.open(minor).select(id + 1);
        for (int round = 0; round < 3; round++) {
            byte[] first = trial.message();
            byte[] second = trial.message();
            one.write(first);
            two.write(second);
            one.expect(first, "A process reads what another one wrote to another channel.");
            two.expect(second, "A process reads what another one wrote to another channel.");
        }
    }

    @Check("processes-share-messages")
    void shareMessages(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        Subject writer = trial.process();
        writer.open(minor).select(id).write(message);
        trial.open(minor).select(id).expect(message, "A process does not read what another one wrote.");
        writer.exit();
        trial.open(minor).select(id).expect(message, "A message was gone when its writer had exited.");
    }

    @Check("fork-shares-channel")
    void forkSharesChannel(Trial trial) {
        long id = trial.id();
        byte[] first = trial.message();
        byte[] second = trial.message();
        Subject parent = trial.process();
        OpenFile file = parent.open(trial.minor())
                .select(id + 1)
                .write(second)
                .select(id)
                .write(first);
        Subject child = parent.fork();
        OpenFile inherited = child.inherited(file);
        inherited.expect(first, "A child does not use the channel that its parent had selected before the fork.");
        inherited.select(id + 1);
        file.expect(second, "A child's ioctl on an inherited descriptor does not count for its parent.");
        child.exit();
        file.expect(second, "When a child exited, its parent's descriptor lost its channel.");
    }

    @Check("dup-shares-channel")
    void dupSharesChannel(Trial trial) {
        long id = trial.id();
        byte[] first = trial.message();
        byte[] second = trial.message();
        OpenFile file = trial.open(trial.minor())
                .select(id + 1)
                .write(second)
                .select(id)
                .write(first);
        OpenFile duplicate = file.dup();
        duplicate.expect(first, "A duplicate does not use the channel of the descriptor it was made from.");
        duplicate.select(id + 1);
        file.expect(second, "An ioctl on a duplicate does not count for the descriptor it was made from.");
    }

    @Check("dup-close-keeps-channel")
    void dupCloseKeepsChannel(Trial trial) {
        byte[] message = trial.message();
        OpenFile file = trial.open(trial.minor()).select(trial.id()).write(message);
        file.dup().close();
        file.expect(message, "A descriptor lost its channel when its duplicate was closed.");
        byte[] second = trial.message();
        file.write(second).expect(second);
    }

    // ---- open files ----

    @Check("select-spares-other-files")
    void sparesOtherFiles(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] first = trial.message();
        byte[] second = trial.message();
        Subject process = trial.process();
        OpenFile one = process.open(minor).select(id).write(first);
        OpenFile two = process.open(minor).select(id + 1).write(second);
        one.expect(first, OTHERS_CHANNEL);
        two.expect(second, OTHERS_CHANNEL);
        trial.open(minor).select(id + 2);
        one.expect(first, OTHERS_CHANNEL);
        byte[] third = trial.message();
        one.write(third);
        two.expect(second, OTHERS_CHANNEL);
        one.expect(third, OTHERS_CHANNEL);
    }

    @Check("select-spares-other-slots")
    void sparesOtherSlots(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] first = trial.message();
        byte[] second = trial.message();
        Subject process = trial.process();
        OpenFile one = process.open(minor).select(id).write(first);
        OpenFile fresh = process.open((minor + 9) % 256);
        OpenFile two = process.open((minor + 1) % 256).select(id + 1).write(second);
        one.expect(first, OTHERS_CHANNEL);
        two.expect(second, OTHERS_CHANNEL);
        fresh.expectNothing("A read on a file without a channel");
    }

    @Check("failed-select-spares-other-files")
    void failedSelectSparesOtherFiles(Trial trial) {
        int minor = trial.minor();
        byte[] message = trial.message();
        Subject process = trial.process();
        OpenFile file = process.open(minor).select(trial.id()).write(message);
        OpenFile other = process.open(minor);
        other.trySelect(0);
        file.expect(message, "A failed ioctl of another open file changed the channel of this one.");
        other.tryCommand(trial.candidate().selectChannel() ^ 0x300, trial.id());
        file.expect(message, "A failed ioctl of another open file changed the channel of this one.");
    }

    @Check("close-spares-other-files")
    void closeSparesOtherFiles(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message();
        Subject process = trial.process();
        OpenFile file = process.open(minor).select(id).write(message);
        process.open(minor).select(id).close();
        file.expect(message, "Closing another file changed the channel of this one.");
        OpenFile other = trial.open(minor).select(id + 1);
        process.open(minor).close();
        byte[] second = trial.message();
        file.write(second).expect(second, "Closing another file changed the channel of this one.");
        other.expectNothing("A read of a channel without a message");
    }

    @Check("new-file-has-no-channel")
    void newFileHasNoChannel(Trial trial) {
        int minor = trial.minor();
        Subject process = trial.process();
        OpenFile file = process.open(minor).select(trial.id());
        file.tryWrite(Buffer.of(trial.message()));
        hasNoChannel(trial, process.open(minor), "a file that was opened while another one had a channel");
        file.close();
        hasNoChannel(trial, process.open(minor), "a file that was closed and opened again");
    }

    private static void hasNoChannel(Trial trial, OpenFile file, String which) {
        file.expectNothing("A read before any ioctl of " + which);
        file.refuseWrite(Buffer.of(trial.message()), "A write before any ioctl to " + which);
    }
}
