// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Close;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Open;
import org.messageslot.calls.OpenFlags;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.Write;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.grading.trial.Mismatch;

/**
 * Calls of several threads at once, on two processors: R-A3. A bonus: a module that is right never fails here, but a wrong one
 * may be lucky.
 */
final class ConcurrencyChecks {

    private static final int THREADS = 4;
    private static final int ROUNDS = 400;

    /** How often lanes begin anew together: threads that run long drift apart, and the leader of them meets nobody. */
    private static final int STARTS = 50;

    private static final String OPENED_AT_ONCE =
            "Files of one slot that were opened at once do not share its messages.";

    @Check(value = "concurrent-overwrites", guest = GuestKind.TWO_CPUS)
    void overwrites(SlotTrial trial) {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        List<List<Call>> lanes = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            OpenFile file = process.open(minor).select(id).write(uniform('a', 40));
            List<Call> lane = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                char letter = (char) ('a' + 4 * thread + i);
                lane.add(new Write(file.fd(), Buffer.of(uniform(letter, 1 + (thread * 4 + i) * 8))));
                lane.add(new Read(file.fd(), Buffer.room(OpenFile.LONGEST)));
            }
            lanes.add(lane);
        }
        for (int i = 0; i < 4; i++) {
            List<List<Result>> results =
                    process.together(THREADS + " threads write and read one channel", lanes, ROUNDS);
            demandDone(results);
            results.forEach(ConcurrencyChecks::demandWhole);
        }
    }

    /** None of the calls has a reason to fail, except that others are made meanwhile. */
    private static void demandDone(List<List<Result>> lanes) {
        for (List<Result> lane : lanes) {
            for (Result result : lane) {
                if (result.isFailure()) {
                    throw new Mismatch(
                            "A call fails because others are made at the same time.", "no failure", result.toString());
                }
            }
        }
    }

    /** Every message is one letter, as often as the letter says. */
    private static byte[] uniform(char letter, int length) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) letter);
        return message;
    }

    private static void demandWhole(List<Result> results) {
        for (int i = 1; i < results.size(); i += 2) {
            Result read = results.get(i);
            int length = (int) Math.max(0, Math.min(read.value(), read.bytes().length));
            byte[] got = Arrays.copyOf(read.bytes(), length);
            boolean known = (length == 40 && got[0] == 'a') || (length > 0 && length == 1 + (got[0] - 'a') * 8);
            boolean whole = !read.isFailure() && known && Arrays.equals(got, uniform((char) got[0], length));
            if (!whole) {
                throw new Mismatch(
                        "Several threads wrote messages of one letter each, and a read returned none of them.",
                        "one letter, as often as its writer wrote it",
                        read.isFailure() ? read.toString() : length + ", buf: " + Buffer.quoted(got));
            }
        }
    }

    @Check(value = "concurrent-first-writes", guest = GuestKind.TWO_CPUS)
    void firstWrites(SlotTrial trial) {
        int minor = trial.minor();
        SlotProcess process = trial.process();
        OpenFile[] files = new OpenFile[THREADS];
        Arrays.setAll(files, i -> process.open(minor));
        for (int id = 1; id <= STARTS; id++) {
            List<List<Call>> lanes = new ArrayList<>();
            for (OpenFile file : files) {
                Buffer message = Buffer.of(uniform((char) ('a' + lanes.size()), 20));
                lanes.add(List.of(new Ioctl(file.fd(), SlotCommands.CHANNEL, id), new Write(file.fd(), message)));
            }
            demandDone(process.together(THREADS + " threads write to the new channel " + id, lanes, 1));
        }
        for (int id = 1; id <= STARTS; id++) {
            byte[] message = trial.message();
            files[id % THREADS].select(id).write(message);
            files[(id + 1) % THREADS]
                    .select(id)
                    .expect(message, "Files that first wrote a channel at once do not share it.");
        }
    }

    @Check(value = "concurrent-channels", guest = GuestKind.TWO_CPUS)
    void channels(SlotTrial trial) {
        int minor = trial.minor();
        SlotProcess process = trial.process();
        int each = 200;
        List<List<Call>> writes = new ArrayList<>();
        List<Call> reads = new ArrayList<>();
        OpenFile reader = process.open(minor);
        for (int thread = 0; thread < THREADS; thread++) {
            OpenFile file = process.open(minor);
            List<Call> lane = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                long id = 1L + (long) i * THREADS + thread;
                lane.add(new Ioctl(file.fd(), SlotCommands.CHANNEL, id));
                lane.add(new Write(file.fd(), Buffer.of(uniform((char) ('a' + id % 26), (int) (1 + id % 100)))));
                reads.add(new Ioctl(reader.fd(), SlotCommands.CHANNEL, id));
                reads.add(new Read(reader.fd(), Buffer.room(OpenFile.LONGEST)));
            }
            writes.add(lane);
        }
        demandDone(process.together(THREADS + " threads write " + each + " new channels each", writes, 1));
        List<Result> results = process.quietly("read all of them", reads);
        for (int i = 0; i < reads.size(); i += 2) {
            long id = ((Ioctl) reads.get(i)).argument();
            OpenFile.demand(
                    uniform((char) ('a' + id % 26), (int) (1 + id % 100)),
                    results.get(i + 1),
                    "Of the channels that were made at once, channel " + id + " lost its message.");
        }
    }

    @Check(value = "concurrent-selects", guest = GuestKind.TWO_CPUS)
    void selects(SlotTrial trial) {
        SlotProcess process = trial.process();
        OpenFile file = process.open(trial.minor()).select(1).write(trial.message());
        List<List<Call>> lanes = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            List<Call> lane = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                lane.add(new Ioctl(file.fd(), SlotCommands.CHANNEL, 1 + (thread * 7L + i) % 9));
                lane.add(new Write(file.fd(), Buffer.of(trial.message())));
            }
            lanes.add(lane);
        }
        demandDone(process.together(THREADS + " threads select channels on one descriptor, and write", lanes, ROUNDS));
        byte[] message = trial.message();
        file.select(5).write(message).expect(message);
    }

    @Check(value = "concurrent-opens", guest = GuestKind.TWO_CPUS)
    void opens(SlotTrial trial) {
        firstOpens(trial);
        int minor = trial.minor();
        SlotProcess process = trial.process();
        byte[] message = trial.message();
        OpenFile file = process.open(minor).select(1).write(message);
        List<List<Call>> lanes = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            List<Call> lane = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                lane.add(new Open(trial.node((minor + i) % 256), OpenFlags.O_RDWR));
            }
            for (int fd = 4; fd < 10; fd++) {
                lane.add(new Close(fd));
            }
            lanes.add(lane);
        }
        process.together(THREADS + " threads open and close slots", lanes, ROUNDS);
        file.expect(message, "Opens and closes at once changed a message.");
    }

    /** Whatever a module makes at the first open of a slot must be made once. */
    private static void firstOpens(SlotTrial trial) {
        SlotProcess process = trial.process();
        List<Integer> minors = IntStream.range(0, STARTS).boxed().toList();
        trial.makeNodes(minors);
        for (int minor : minors) {
            List<Call> open = List.of(new Open(trial.node(minor), OpenFlags.O_RDWR));
            List<Integer> files =
                    process.together(THREADS + " threads open a slot", Collections.nCopies(THREADS, open), 1).stream()
                            .map(lane -> (int) lane.get(0).value())
                            .toList();
            byte[] message = trial.message();
            List<Call> script = new ArrayList<>();
            script.add(new Ioctl(files.get(0), SlotCommands.CHANNEL, 1));
            script.add(new Write(files.get(0), Buffer.of(message)));
            for (int file : files) {
                script.add(new Ioctl(file, SlotCommands.CHANNEL, 1));
                script.add(new Read(file, Buffer.room(OpenFile.LONGEST)));
            }
            files.forEach(file -> script.add(new Close(file)));
            List<Result> results = process.calls(script);
            for (int i = 0; i < THREADS; i++) {
                OpenFile.demand(message, results.get(3 + 2 * i), OPENED_AT_ONCE);
            }
        }
    }

    @Check(value = "concurrent-faults", guest = GuestKind.TWO_CPUS)
    void faults(SlotTrial trial) {
        int minor = trial.minor();
        SlotProcess process = trial.process();
        OpenFile file = process.open(minor).select(1);
        List<List<Call>> lanes = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            OpenFile own = process.open(minor).select(1);
            lanes.add(List.of(
                    new Write(own.fd(), Buffer.crossing(trial.message(30), 60)),
                    new Read(own.fd(), Buffer.nullPointer(128)),
                    new Write(own.fd(), Buffer.of(trial.message(50))),
                    new Read(own.fd(), Buffer.room(10)),
                    new Ioctl(own.fd(), SlotCommands.CHANNEL, 0),
                    new Write(own.fd(), Buffer.of(new byte[0]))));
        }
        process.together(THREADS + " threads make calls that fail", lanes, ROUNDS);
        byte[] message = trial.message();
        file.write(message).expect(message, "After failing calls at once, the slot does not work.");
    }
}
