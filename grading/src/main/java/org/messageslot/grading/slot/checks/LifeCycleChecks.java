// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.List;
import java.util.Optional;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.OpenFlags;
import org.messageslot.grading.slot.OpenFile;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.grading.trial.Ledger;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.Trial;
import org.messageslot.guest.KernelLog;

/** Loading and unloading: R-L1, R-L2, R-L3, R-M3. */
final class LifeCycleChecks {

    private static final int KERN_ERR = 3;
    private static final int MOST_ALLOCATIONS = 20;

    @Check(value = "load-and-unload", withoutLoading = true, load = false, firstLoad = true)
    void loadAndUnload(SlotTrial trial) throws ErrnoException {
        for (int i = 0; i < 3; i++) {
            trial.demandLoad();
            demandRegistered(trial);
            trial.demandUnload();
            demandGone(trial, "The module is unloaded, and its major number is still registered.");
        }
    }

    /** What registers nothing has nothing to give back. */
    private static void demandRegistered(SlotTrial trial) {
        if (trial.registeredMajor().isEmpty()) {
            throw new Mismatch(
                    "The module loads, and registers nothing.",
                    "a major number in /proc/devices while the module is loaded",
                    "none");
        }
    }

    private static void demandGone(SlotTrial trial, String sentence) throws ErrnoException {
        String devices = trial.guest().getText("/proc/devices");
        Optional<String> left = devices.lines()
                .takeWhile(line -> !line.startsWith("Block"))
                .filter(line -> line.strip().startsWith(trial.major() + " "))
                .findFirst();
        if (left.isPresent()) {
            throw new Mismatch(
                    sentence,
                    "no major " + trial.major() + " in /proc/devices",
                    left.get().strip());
        }
    }

    /** Plain use: if this crashes on unloading, no other check is blamed for it (Examination). */
    @Check(value = "load-repeatedly", withoutLoading = true, plainUnloading = true, load = false)
    void loadRepeatedly(SlotTrial trial) throws ErrnoException {
        for (int i = 0; i < 3; i++) {
            trial.demandLoad();
            byte[] message = trial.message();
            OpenFile file = trial.open(trial.minor());
            file.trySelect(trial.id());
            file.tryWrite(Buffer.of(message));
            file.tryRead(Buffer.room(OpenFile.LONGEST));
            file.close();
            trial.demandUnload();
        }
        demandGone(trial, "The module is unloaded, and its major number is still registered.");
    }

    @Check("unload-while-open")
    void unloadWhileOpen(SlotTrial trial) {
        OpenFile file = trial.open(trial.minor());
        if (trial.tryUnload().isEmpty()) {
            throw new Mismatch(
                    "The module was unloaded while a file was open.",
                    "-1 and an error, EWOULDBLOCK (11) for example",
                    "0: whatever the file's owner does next crashes");
        }
        file.close();
        trial.demandUnload();
    }

    @Check(value = "unload-frees-messages", telling = true, guest = GuestKind.LEDGER)
    void freesMessages(SlotTrial trial) throws Exception {
        SlotProcess process = trial.process();
        int minor = trial.minor();
        long id = trial.id();
        for (int i = 0; i < 20; i++) {
            process.at(minor, id + i * 7L).write(trial.message(5 + i * 2));
        }
        process.at(minor + 3, id).write(trial.message());
        trial.endProcesses();
        demandNothingLeft(trial, "");
    }

    @Check(value = "unload-frees-overwritten", guest = GuestKind.LEDGER)
    void freesOverwritten(SlotTrial trial) throws Exception {
        OpenFile file = trial.at(trial.minor(), trial.id());
        for (int length : new int[] {20, 60, 5, 5, 40}) {
            file.write(trial.message(length));
        }
        trial.endProcesses();
        demandNothingLeft(trial, ", after messages were overwritten");
    }

    @Check(value = "unload-frees-refused-calls", guest = GuestKind.LEDGER)
    void freesRefusedCalls(SlotTrial trial) throws Exception {
        int minor = trial.minor();
        SlotProcess process = trial.process();
        OpenFile file = process.at(minor, trial.id()).write(trial.message(60));
        for (OpenFile each : List.of(file, process.open(minor))) {
            for (int length : new int[] {0, 129, 5000}) {
                each.tryWrite(Buffer.of(trial.message(length)));
            }
            each.tryWrite(Buffer.nullPointer(50));
            each.tryWrite(Buffer.crossing(trial.message(20), 50));
            each.tryRead(Buffer.room(1));
            each.tryRead(Buffer.nullPointer(OpenFile.LONGEST));
            each.trySelect(0);
        }
        trial.endProcesses();
        demandNothingLeft(trial, ", after writes and reads were refused");
    }

    @Check(value = "unload-frees-unwritten-channels", guest = GuestKind.LEDGER)
    void freesUnwrittenChannels(SlotTrial trial) throws Exception {
        int minor = trial.minor();
        long id = trial.id();
        SlotProcess process = trial.process();
        for (int i = 0; i < 5; i++) {
            process.at(minor, id + i).tryRead(Buffer.room(OpenFile.LONGEST));
        }
        trial.endProcesses();
        demandNothingLeft(trial, ", after channels were selected that nobody wrote to");
    }

    @Check(value = "unload-frees-all-minors", guest = GuestKind.LEDGER)
    void freesAllMinors(SlotTrial trial) throws Exception {
        SlotProcess process = trial.process();
        for (int minor : List.of(0, 1, 127, 128, 254, 255)) {
            for (int i = 2; i <= 4; i++) {
                process.at(minor, i).write(trial.message());
            }
        }
        trial.endProcesses();
        demandNothingLeft(trial, ", after messages on minors 0, 1, 127, 128, 254 and 255");
    }

    static void demandNothingLeft(SlotTrial trial, String after) throws InterruptedException {
        Ledger.Balance left = leftByUnloading(trial);
        if (left.objects() > 0) {
            throw new Mismatch(
                    left.leak(),
                    "Memory is left behind when the module is unloaded" + after + ".",
                    "0 bytes",
                    left.toString());
        }
    }

    /** {@return what is left when the module is unloaded; what the kernel frees a little later is waited for} */
    static Ledger.Balance leftByUnloading(SlotTrial trial) throws InterruptedException {
        trial.unload();
        Ledger.Balance left = trial.ledger().balance();
        for (int tries = 0; left.objects() > 0 && tries < 10; tries++) {
            Thread.sleep(50);
            left = trial.ledger().balance();
        }
        return left;
    }

    // ---- loading that fails ----

    @Check(
            value = "registration-fails",
            withoutLoading = true,
            guest = GuestKind.LEDGER,
            load = false,
            firstLoad = true)
    void registrationFails(SlotTrial trial) {
        trial.ledger().take(trial.major());
        if (trial.tryLoad().isEmpty()) {
            throw new Mismatch(
                    "The module loads though its major number belongs to another driver.",
                    "-1 EBUSY (16), or another error",
                    "0");
        }
        trial.ledger().take(0);
        trial.demandLoad();
    }

    @Check(value = "registration-failure-is-logged", guest = GuestKind.LEDGER, load = false, firstLoad = true)
    void registrationFailureIsLogged(SlotTrial trial) throws ErrnoException {
        trial.ledger().take(trial.major());
        long next = trial.guest().kernelLog(0).next();
        Optional<Errno> refused = trial.tryLoad();
        trial.flushLog();
        List<KernelLog.LogLine> lines = trial.guest().kernelLog(next).records().stream()
                .filter(line -> !line.text().contains(Trial.FLUSHING))
                .toList();
        if (lines.stream().noneMatch(line -> line.level() <= KERN_ERR)) {
            throw new Mismatch(
                    "Registration failed, and the kernel's log has no line of level KERN_ERR about it.",
                    "a line of level 3 (KERN_ERR), or of one that is more severe",
                    lines.isEmpty()
                            ? "no line at all"
                            : "\"" + lines.get(lines.size() - 1).text() + "\", level "
                                    + lines.get(lines.size() - 1).level());
        }
        if (refused.isEmpty()) {
            trial.unload();
        }
    }

    @Check(value = "load-no-memory", guest = GuestKind.LEDGER, load = false)
    void loadNoMemory(SlotTrial trial) throws ErrnoException {
        boolean failed = true;
        for (int n = 1; failed && n < MOST_ALLOCATIONS; n++) {
            long before = trial.ledger().balance().ownBytes();
            trial.ledger().failNth(n);
            boolean loaded = trial.tryLoad().isEmpty();
            failed = trial.ledger().balance().failed() > 0;
            trial.ledger().failNth(0);
            if (loaded) {
                byte[] message = trial.message();
                String sentence = "The module loaded though an allocation failed, and does not work.";
                OpenFile file = trial.process()
                        .demandOpen(trial.node(trial.minor()), OpenFlags.O_RDWR, sentence)
                        .demandSelect(trial.id(), sentence)
                        .demandWrite(message, sentence)
                        .expect(message, sentence);
                file.close();
                trial.unload(); // what it leaves behind then is asked elsewhere
            } else {
                demandCleanlyGone(trial, n, before);
            }
        }
    }

    private static void demandCleanlyGone(SlotTrial trial, int n, long before) throws ErrnoException {
        demandGone(trial, "Loading failed because an allocation failed, and the major number stays registered.");
        Ledger.Balance left = trial.ledger().balance();
        // What the kernel itself forgets when its own allocations fail is not the module's fault.
        if (left.ownBytes() > before) {
            throw new Mismatch(
                    "Memory is left behind when allocation number " + n + " of loading fails.",
                    before + " bytes",
                    left.toString());
        }
    }
}
