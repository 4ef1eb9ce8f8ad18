// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.checks;

import java.util.List;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.Need;
import org.messageslot.grading.trial.OpenFile;
import org.messageslot.grading.trial.Subject;
import org.messageslot.grading.trial.Trial;

/** Censorship, in the editions that have it: R-C1, R-C2, R-C3. */
final class CensorshipChecks {

    private static byte[] censored(Trial trial, byte[] message) {
        byte[] censored = message.clone();
        int every = trial.edition().censorEvery();
        for (int i = every - 1; i < censored.length; i += every) {
            censored[i] = '#';
        }
        return censored;
    }

    private static OpenFile censor(OpenFile file, int on) {
        Result result = file.tryCommand(SlotCommands.SET_CENSORSHIP, on);
        if (result.isFailure()) {
            throw new Mismatch("MSG_SLOT_SET_CEN with " + on + " is refused.", "0", "-1 " + Errno.of(result.errno()));
        }
        return file;
    }

    @Check("censor-every-kth")
    void everyKth(Trial trial) {
        OpenFile file = censor(trial.open(trial.minor()).select(trial.id()), 1);
        for (int length : new int[] {12, 3, 4, 5, 6, 7, 8, 9, 100}) {
            byte[] message = trial.message(length);
            file.write(message).expect(censored(trial, message), "A write was not censored as it should be.");
        }
    }

    @Check("censor-off-at-first")
    void offAtFirst(Trial trial) {
        byte[] message = trial.message(50);
        trial.open(trial.minor())
                .select(trial.id())
                .write(message)
                .expect(message, "A write was censored though nobody had turned censorship on.");
    }

    @Check("censor-off-again")
    void offAgain(Trial trial) {
        OpenFile file = trial.open(trial.minor()).select(trial.id());
        for (int i = 0; i < 2; i++) {
            byte[] message = trial.message(50);
            censor(file, 1).write(message).expect(censored(trial, message));
            censor(file, 0)
                    .write(message)
                    .expect(message, "A write was censored after censorship had been turned off.");
        }
    }

    @Check("censor-short-message")
    void shortMessage(Trial trial) {
        OpenFile file = censor(trial.open(trial.minor()).select(trial.id()), 1);
        for (int length = 1; length < trial.edition().censorEvery(); length++) {
            byte[] message = trial.message(length);
            file.write(message).expect(message, "A message of " + length + " bytes was changed.");
        }
    }

    @Check("censor-whole-length")
    void wholeLength(Trial trial) {
        OpenFile file = censor(trial.open(trial.minor()).select(trial.id()), 1);
        for (int length : new int[] {128, 127, 126, 125}) {
            byte[] message = trial.message(length);
            file.write(message)
                    .expect(censored(trial, message), "A message of " + length + " bytes is not censored to its end.");
        }
    }

    @Check("censor-reads-as-stored")
    void readsAsStored(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message(60);
        OpenFile plain = trial.open(minor).select(id).write(message);
        OpenFile censoring = censor(trial.open(minor).select(id), 1);
        censoring.expect(message, "A read through a censoring file does not return what is stored.");
        byte[] second = trial.message(60);
        censoring.write(second);
        plain.expect(censored(trial, second), "What was censored when it was written is not what is stored.");
        censor(censoring, 0).expect(censored(trial, second), "Turning censorship off changed a stored message.");
    }

    @Check("censor-before-channel")
    void beforeChannel(Trial trial) {
        OpenFile file = censor(trial.open(trial.minor()), 1);
        file.refuseWrite(Buffer.of(trial.message()), "A write on a file without a channel", Errno.EINVAL);
        byte[] message = trial.message(50);
        file.select(trial.id())
                .write(message)
                .expect(censored(trial, message), "Censorship that was turned on before a channel was set is lost.");
    }

    @Check("censor-survives-select")
    void survivesSelect(Trial trial) {
        long id = trial.id();
        OpenFile file = censor(trial.open(trial.minor()).select(id), 1);
        byte[] message = trial.message(50);
        file.select(id + 1)
                .write(message)
                .expect(censored(trial, message), "Censorship was lost when another channel was selected.");
    }

    @Check("censor-per-file")
    void perFile(Trial trial) {
        int minor = trial.minor();
        long id = trial.id();
        Subject process = trial.process();
        OpenFile censoring = process.open(minor).select(id);
        OpenFile plain = process.open(minor).select(id);
        censor(censoring, 1);
        byte[] message = trial.message(50);
        plain.write(message).expect(message, "Another open file's censorship changed what this one wrote.");
        OpenFile later = process.open(minor).select(id);
        later.write(message).expect(message, "Another open file's censorship changed what a later one wrote.");
        censor(plain, 0);
        censoring
                .write(message)
                .expect(censored(trial, message), "Another open file turned this one's censorship off.");
    }

    @Check("censor-keeps-channel")
    void keepsChannel(Trial trial) {
        int minor = trial.minor();
        long id = 2 + trial.id();
        byte[] message = trial.message();
        OpenFile file = trial.open(minor).select(id).write(message);
        for (int on : new int[] {1, 0}) {
            censor(file, on).expect(message, "Setting censorship changed the channel.");
        }
        OpenFile bare = censor(trial.open(minor), 1);
        bare.refuseRead(Buffer.room(OpenFile.LONGEST), "A read on a file without a channel", Errno.EINVAL);
    }

    @Check("censor-keeps-callers-bytes")
    void keepsCallersBytes(Trial trial) {
        byte[] message = trial.message(60);
        OpenFile file = censor(trial.open(trial.minor()).select(trial.id()), 1);
        Result result = file.tryWrite(Buffer.readOnly(message));
        if (result.isFailure()) {
            throw new Mismatch(
                    "A censored write wants to change the caller's memory, which may only be read.",
                    Integer.toString(message.length),
                    result.toString());
        }
        file.expect(censored(trial, message));
    }

    @Check("censor-fault-keeps-message")
    void faultKeepsMessage(Trial trial) {
        byte[] old = trial.message(100);
        OpenFile file = trial.open(trial.minor()).select(trial.id()).write(old);
        censor(file, 1);
        for (int there : new int[] {1, 30, 99}) {
            file.tryWrite(Buffer.crossing(trial.message(there), 100));
            file.expect(old, "A censored write that failed changed the old message.");
        }
    }

    @Check(
            value = "sender-censors",
            needs = {Need.MODULE, Need.SENDER})
    void senderCensors(Trial trial) throws ErrnoException {
        senderStores(trial, "1");
    }

    @Check(
            value = "sender-does-not-censor",
            needs = {Need.MODULE, Need.SENDER})
    void senderDoesNotCensor(Trial trial) throws ErrnoException {
        senderStores(trial, "0");
    }

    private static void senderStores(Trial trial, String flag) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message(40);
        String text = new String(message, java.nio.charset.StandardCharsets.US_ASCII);
        ProgramChecks.demandExit(
                0,
                ProgramChecks.run(trial, Role.SENDER, 0, List.of(trial.node(minor), Long.toString(id), flag, text)),
                "A message was sent.");
        trial.open(minor)
                .select(id)
                .expect(
                        flag.equals("1") ? censored(trial, message) : message,
                        "message_sender with " + flag + " as its third argument stored something else.");
    }
}
