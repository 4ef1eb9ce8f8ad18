// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.List;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotPrerequisites;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.Count;
import org.messageslot.grading.trial.Mismatch;

/** Censorship, in the editions that have it: R-C1, R-C2, R-C3. */
final class CensorshipChecks {

    private static byte[] censored(SlotTrial trial, byte[] message) {
        byte[] censored = message.clone();
        int every = trial.slot().censorEvery();
        for (int i = every - 1; i < censored.length; i += every) {
            censored[i] = '#';
        }
        return censored;
    }

    /** Turns censorship on or off, or else the check cannot be judged. */
    private static OpenFile censor(SlotTrial trial, OpenFile file, int on) {
        trial.uses(SlotPrerequisites.CENSOR);
        try {
            return demandCensor(file, on);
        } catch (Mismatch e) {
            throw trial.hindrance(e.sentence(), e.wanted(), e.got());
        }
    }

    private static OpenFile demandCensor(OpenFile file, int on) {
        Result result = file.tryCommand(SlotCommands.SET_CENSORSHIP, on);
        if (result.isFailure()) {
            throw new Mismatch("MSG_SLOT_SET_CEN with " + on + " is refused.", "0", "-1 " + Errno.of(result.errno()));
        }
        return file;
    }

    @Check("censor-every-kth")
    void everyKth(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int length : new int[] {12, 5, 6, 7, 8, 9, 60, 3, 4}) {
            byte[] message = trial.message(length);
            demandCensor(process.at(minor, id++), 1)
                    .write(message)
                    .expect(censored(trial, message), "A write was not censored as it should be.");
        }
    }

    @Check("censor-off-at-first")
    void offAtFirst(SlotTrial trial) {
        byte[] message = trial.message(50);
        trial.at(trial.minor(), trial.id())
                .write(message)
                .expect(message, "A write was censored though nobody had turned censorship on.");
    }

    @Check("censor-off-again")
    void offAgain(SlotTrial trial) {
        byte[] message = trial.message(50);
        OpenFile file = trial.at(trial.minor(), trial.id());
        censor(trial, file, 1);
        demandCensor(file, 0)
                .write(message)
                .expect(message, "A write was censored after censorship had been turned off.");
        byte[] second = trial.message(50);
        censor(trial, file, 1)
                .write(second)
                .expect(censored(trial, second), "A write was not censored after censorship had been turned on again.");
    }

    @Check("censor-short-message")
    void shortMessage(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int length = 1; length < trial.slot().censorEvery(); length++) {
            byte[] message = trial.message(length);
            censor(trial, process.at(minor, id++), 1)
                    .write(message)
                    .expect(message, "A message of " + Count.bytes(length) + " was changed.");
        }
    }

    @Check("censor-whole-length")
    void wholeLength(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int length : new int[] {60, 59, 128, 127, 126, 125}) {
            byte[] message = trial.message(length);
            censor(trial, process.at(minor, id++), 1)
                    .write(message)
                    .expect(censored(trial, message), "A message of " + length + " bytes is not censored to its end.");
        }
    }

    @Check("censor-reads-as-stored")
    void readsAsStored(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message(60);
        byte[] second = trial.message(60);
        SlotProcess process = trial.process();
        OpenFile plain = process.at(minor, id).write(message);
        OpenFile censoring = process.at(minor, id).expect(message);
        censor(trial, censoring, 1).expect(message, "A read through a censoring file does not return what is stored.");
        censoring.write(second);
        plain.expect(censored(trial, second), "What was censored when it was written is not what is stored.");
        censor(trial, censoring, 0).expect(censored(trial, second), "Turning censorship off changed a stored message.");
    }

    @Check("censor-before-channel")
    void beforeChannel(SlotTrial trial) {
        OpenFile file = demandCensor(trial.open(trial.minor()), 1);
        byte[] message = trial.message(50);
        file.select(trial.id())
                .write(message)
                .expect(censored(trial, message), "Censorship that was turned on before a channel was set is lost.");
    }

    @Check("censor-survives-select")
    void survivesSelect(SlotTrial trial) {
        long id = trial.id();
        OpenFile file = censor(trial, trial.at(trial.minor(), id), 1);
        byte[] message = trial.message(50);
        file.select(id + 1)
                .write(message)
                .expect(censored(trial, message), "Censorship was lost when another channel was selected.");
        lasts(trial);
    }

    private static void lasts(SlotTrial trial) {
        OpenFile file = censor(trial, trial.at(trial.minor(), 2 + trial.id()), 1);
        for (int length : new int[] {50, 7, 31, 60}) {
            byte[] message = trial.message(length);
            file.demandWrite(message, "A second censored write is refused.")
                    .expect(
                            censored(trial, message),
                            "Of several writes, a later one was not censored as it should be.");
        }
        file.tryWrite(Buffer.of(trial.message(129)));
        file.tryWrite(Buffer.nullPointer(20));
        byte[] next = trial.message(40);
        file.write(next).expect(censored(trial, next), "Censorship was lost with a write that failed.");
        demandCensor(file, 1);
        byte[] last = trial.message(30);
        file.write(last).expect(censored(trial, last), "Censorship was lost when it was turned on twice.");
        if (isTurnedOff(file, last)) { // or else that is asked elsewhere
            demandCensor(file, 0).write(last).expect(last, "Censorship came back when it was turned off twice.");
        }
    }

    private static boolean isTurnedOff(OpenFile file, byte[] message) {
        try {
            demandCensor(file, 0).write(message).expect(message, "A write was censored.");
            return true;
        } catch (Mismatch e) {
            return false;
        }
    }

    @Check("censor-per-file")
    void perFile(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        OpenFile censoring = process.at(minor, id);
        OpenFile plain = process.at(minor, id + 1);
        censor(trial, censoring, 1);
        byte[] message = trial.message(50);
        plain.write(message).expect(message, "Another open file's censorship changed what this one wrote.");
        OpenFile later = process.at(minor, id + 2);
        later.write(message).expect(message, "Another open file's censorship changed what a later one wrote.");
        censor(trial, plain, 0);
        censoring
                .write(message)
                .expect(censored(trial, message), "Another open file turned this one's censorship off.");
    }

    @Check("censor-keeps-channel")
    void keepsChannel(SlotTrial trial) {
        byte[] message = trial.message();
        OpenFile file = trial.at(trial.minor(), 2 + trial.id()).write(message).expect(message);
        for (int on : new int[] {1, 0}) {
            censor(trial, file, on).expect(message, "Setting censorship changed the channel.");
        }
    }

    @Check("censor-sets-no-channel")
    void setsNoChannel(SlotTrial trial) {
        OpenFile file = trial.open(trial.minor());
        file.needRefused(
                SlotPrerequisites.NO_CHANNEL,
                () -> file.tryRead(Buffer.room(OpenFile.LONGEST)),
                "A read on a file without a channel");
        file.needRefused(
                SlotPrerequisites.NO_CHANNEL,
                () -> file.tryWrite(Buffer.of(trial.message())),
                "A write on a file without a channel");
        file.tryCommand(SlotCommands.SET_CENSORSHIP, 1); // whether that works without a channel is asked elsewhere
        file.refuseWrite(Buffer.of(trial.message()), "A write on a file that set censorship, and no channel,");
        file.expectNothing("A read on a file that set censorship, and no channel,");
    }

    @Check("censor-keeps-callers-bytes")
    void keepsCallersBytes(SlotTrial trial) {
        byte[] message = trial.message(60);
        OpenFile file = censor(trial, trial.at(trial.minor(), trial.id()), 1);
        Result result = file.tryWrite(Buffer.readOnly(message));
        if (result.isFailure()) {
            throw new Mismatch(
                    "A censored write wants to change the caller's memory, which may only be read.",
                    Integer.toString(message.length),
                    result.toString());
        }
        file.expect(censored(trial, message), "A censored write from memory that may only be read is not stored.");
    }

    @Check("censor-fault-keeps-message")
    void faultKeepsMessage(SlotTrial trial) {
        byte[] old = trial.message(60);
        OpenFile file = trial.at(trial.minor(), trial.id()).write(old);
        censor(trial, file, 1).expect(old);
        for (int there : new int[] {1, 30, 59}) {
            file.tryWrite(Buffer.crossing(trial.message(there), 60));
            file.expect(old, "A censored write that failed changed the old message.");
        }
    }

    @Check(value = "sender-censors", programs = SlotArtifacts.SENDER_ID)
    void senderCensors(SlotTrial trial) throws ErrnoException {
        senderStores(trial, "1");
    }

    @Check(value = "sender-does-not-censor", programs = SlotArtifacts.SENDER_ID)
    void senderDoesNotCensor(SlotTrial trial) throws ErrnoException {
        senderStores(trial, "0");
    }

    private static void senderStores(SlotTrial trial, String flag) throws ErrnoException {
        int minor = trial.minor();
        long id = trial.id();
        byte[] message = trial.message(40);
        String text = new String(message, java.nio.charset.StandardCharsets.US_ASCII);
        ProgramChecks.demandSuccess(
                trial,
                minor,
                OpenFlags.O_WRONLY,
                ProgramChecks.run(
                        trial, SlotArtifacts.SENDER, 0, List.of(trial.node(minor), Long.toString(id), flag, text)),
                "message_sender, told to send a message,");
        trial.at(minor, id)
                .expect(
                        flag.equals("1") ? censored(trial, message) : message,
                        "message_sender with " + flag + " as its third argument stored something else.");
    }
}
