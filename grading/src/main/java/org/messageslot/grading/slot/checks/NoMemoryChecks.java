// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.Write;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotPrerequisites;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.grading.trial.Ledger;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.Prerequisite;

/**
 * Every allocation of a long use of the module fails once: R-W4, R-A2, R-M1. Tables grow at some channels only, which no check can
 * know: so each call is tried with its first allocation failing, then with its second and so on.
 */
final class NoMemoryChecks {

    /** Tables that begin with room for up to 128 channels, and double, grow before the last. */
    private static final int CHANNELS = 140;

    /** What every channel leaves behind, a few leave behind. */
    private static final int FEW = 10;

    /** How many allocations of a call fail in turn; if a call makes fewer, it is made once more. */
    private static final int IN_A_SELECT = 3;

    private static final int IN_A_WRITE = 4;
    private static final int IN_A_READ = 2;

    private static final List<Prerequisite> REHEARSED = List.of(
            SlotPrerequisites.SECOND_FILE,
            SlotPrerequisites.SECOND_SLOT,
            SlotPrerequisites.SELECT_AGAIN,
            SlotPrerequisites.OVERWRITE,
            SlotPrerequisites.READ_AGAIN,
            Prerequisite.UNLOAD);

    @Check(value = "no-memory-many-channels", guest = GuestKind.LEDGER, load = false)
    void manyChannels(SlotTrial trial) throws InterruptedException {
        String failures = trial.ledger().failures();
        Ledger.Balance usual = rehearsed(trial, failures);
        Ledger.Balance left = new BusyProcess(trial, failures, CHANNELS, true).leaves();
        trial.note(left.failed() + " allocations failed, one at a time");
        if (usual.objects() == 0) { // or else other checks tell what is left behind
            MemoryChecks.demandNoGrowth(
                    "Memory is left behind when the module is unloaded, after allocations failed.", usual, left, 0);
        }
    }

    /** The same calls, with no allocation failing: what goes wrong then is not for want of memory. */
    private static Ledger.Balance rehearsed(SlotTrial trial, String failures) throws InterruptedException {
        try {
            return new BusyProcess(trial, failures, FEW, false).leaves();
        } catch (Mismatch e) {
            REHEARSED.forEach(trial::uses);
            throw trial.hindrance(e.sentence(), e.wanted(), e.got());
        }
    }

    /** What a call returns that is no question. */
    private static void anything(Result result) {}

    /** One process writes and reads many channels of one slot and some of another, by three files. */
    private static final class BusyProcess {

        private final SlotTrial trial;
        private final SlotProcess process;
        private final List<Integer> files = new ArrayList<>();
        private final int failures;
        private final int channels;
        private final boolean fails;
        private final List<Call> calls = new ArrayList<>();
        private final List<Consumer<Result>> judges = new ArrayList<>();

        /**
         * Loads the module and opens the files.
         *
         * @param failures where to say which allocation fails
         * @param channels how many channels
         * @param fails whether allocations fail; or else the calls are the same, and all succeed
         */
        BusyProcess(SlotTrial trial, String failures, int channels, boolean fails) {
            this.trial = trial;
            this.channels = channels;
            this.fails = fails;
            trial.load();
            process = trial.process();
            int minor = trial.minor();
            for (int slot : new int[] {minor, minor, minor + 1}) {
                files.add(process.open(slot).fd());
            }
            this.failures = process.openAside(failures);
        }

        /** {@return what is left of it when the module is unloaded} */
        Ledger.Balance leaves() throws InterruptedException {
            long first = trial.id();
            List<byte[]> messages = new ArrayList<>();
            for (int i = 0; i < channels; i++) {
                int fd = file(i, i % 2);
                select(fd, first + i);
                byte[] message = write(fd);
                read(fd, message);
                messages.add(message);
            }
            for (int i = 0; i < channels; i++) {
                byte[] message = messages.get(i);
                int other = file(i, 1 - i % 2);
                make(new Ioctl(other, SlotCommands.CHANNEL, first + i), NoMemoryChecks::anything);
                make(
                        read(other),
                        result -> OpenFile.demand(
                                message, result, "After allocations failed, a channel does not have its message."));
            }
            Iterator<Result> results = process.aside(summary(), calls).iterator();
            judges.forEach(judge -> judge.accept(results.next()));
            trial.endProcesses();
            return LifeCycleChecks.leftByUnloading(trial);
        }

        private String summary() {
            return calls.size() + " calls on " + channels + " channels, "
                    + (fails ? "of which every allocation fails once" : "whose allocations succeed");
        }

        /** Every eighth channel is one of the other slot. */
        private int file(int number, int one) {
            return files.get(number % 8 == 7 ? 2 : one);
        }

        private void make(Call call, Consumer<Result> judge) {
            calls.add(call);
            judges.add(judge);
        }

        private void failing(int number, Call call, Consumer<Result> judge) {
            letFail(number);
            make(call, judge);
            letFail(0);
        }

        private void letFail(int number) {
            byte[] text = Integer.toString(fails ? number : 0).getBytes(StandardCharsets.US_ASCII);
            make(new Write(failures, Buffer.of(text)), NoMemoryChecks::anything);
        }

        private void select(int fd, long id) {
            Call call = new Ioctl(fd, SlotCommands.CHANNEL, id);
            for (int n = 1; n <= IN_A_SELECT; n++) {
                failing(n, call, NoMemoryChecks::anything);
            }
            make(call, result -> demandDone(result, "After an allocation of an ioctl failed, it cannot be repeated."));
        }

        /** {@return the message that is there in the end} */
        private byte[] write(int fd) {
            Holds holds = new Holds();
            for (int n = 1; n <= IN_A_WRITE; n++) {
                byte[] message = trial.message();
                failing(n, new Write(fd, Buffer.of(message)), result -> holds.written(message, result));
                make(read(fd), holds::demand);
            }
            byte[] last = trial.message();
            make(
                    new Write(fd, Buffer.of(last)),
                    result -> demandDone(result, "After an allocation of a write failed, it cannot be repeated."));
            return last;
        }

        private void read(int fd, byte[] message) {
            for (int n = 1; n <= IN_A_READ; n++) {
                failing(n, read(fd), result -> demandIfDone(message, result));
                make(
                        read(fd),
                        result -> OpenFile.demand(
                                message, result, "After an allocation of a read failed, the message cannot be read."));
            }
        }

        private static Call read(int fd) {
            return new Read(fd, Buffer.room(OpenFile.LONGEST));
        }

        private static void demandDone(Result result, String sentence) {
            if (result.isFailure()) {
                throw new Mismatch(sentence, "success", "-1 " + Errno.of(result.errno()));
            }
        }

        private static void demandIfDone(byte[] message, Result result) {
            if (!result.isFailure()) {
                OpenFile.demand(
                        message, result, "A read succeeds though an allocation failed, and gives another message.");
            }
        }
    }

    /** What a channel must hold while writes to it fail or do not. */
    private static final class Holds {

        private byte @Nullable [] message;
        private boolean refused;

        void written(byte[] fresh, Result result) {
            refused = result.isFailure();
            message = refused ? message : fresh;
        }

        void demand(Result read) {
            if (message != null) {
                OpenFile.demand(
                        message,
                        read,
                        refused
                                ? "A write for which there was no memory failed, and changed the old message."
                                : "A write succeeded though an allocation failed, and its message is not stored.");
            } else if (!read.isFailure()) {
                throw new Mismatch(
                        "A channel whose only write found no memory has a message.",
                        "-1 and an error",
                        read.toString());
            }
        }
    }
}
