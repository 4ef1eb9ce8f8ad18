// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.checks;

import java.util.List;
import java.util.Optional;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.grading.trial.Ledger;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.OpenFile;
import org.messageslot.grading.trial.Subject;
import org.messageslot.grading.trial.Trial;
import org.messageslot.guest.KernelLog;

/** Loading and unloading: R-L1, R-L2, R-L3, R-M3. */
final class LifeCycleChecks {

    private static final int KERN_ERR = 3;
    private static final int MOST_ALLOCATIONS = 20;

    @Check(value = "load-and-unload", load = false)
    void loadAndUnload(Trial trial) throws ErrnoException {
        for (int i = 0; i < 3; i++) {
            trial.load();
            demandRegistered(trial);
            trial.unload();
            demandGone(trial, "The module is unloaded, and its major number is still registered.");
        }
    }

    /** What registers nothing has nothing to give back. */
    private static void demandRegistered(Trial trial) {
        if (trial.registeredMajor().isEmpty()) {
            throw new Mismatch(
                    "The module loads, and registers nothing.",
                    "a major number in /proc/devices while the module is loaded",
                    "none");
        }
    }

    private static void demandGone(Trial trial, String sentence) throws ErrnoException {
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
    @Check(value = "load-repeatedly", load = false)
    void loadRepeatedly(Trial trial) throws ErrnoException {
        for (int i = 0; i < 3; i++) {
            trial.load();
            byte[] message = trial.message();
            OpenFile file = trial.open(trial.minor());
            file.trySelect(trial.id());
            file.tryWrite(org.messageslot.calls.Buffer.of(message));
            file.tryRead(org.messageslot.calls.Buffer.room(OpenFile.LONGEST));
            file.close();
            trial.unload();
        }
        demandGone(trial, "The module is unloaded, and its major number is still registered.");
    }

    @Check("unload-while-open")
    void unloadWhileOpen(Trial trial) {
        OpenFile file = trial.open(trial.minor());
        if (trial.tryUnload().isEmpty()) {
            throw new Mismatch(
                    "The module was unloaded while a file was open.",
                    "-1 and an error, EWOULDBLOCK (11) for example",
                    "0: whatever the file's owner does next crashes");
        }
        byte[] message = trial.message();
        file.select(trial.id()).write(message).expect(message);
        file.close();
        trial.unload();
    }

    @Check(value = "unload-frees-messages", guest = GuestStock.Kind.LEDGER)
    void freesMessages(Trial trial) throws Exception {
        Subject process = trial.process();
        OpenFile file = process.open(trial.minor());
        long id = trial.id();
        for (int i = 0; i < 40; i++) {
            file.select(id + i * 7L).write(trial.message(1 + i * 3));
        }
        for (int i = 0; i < 40; i += 2) {
            file.select(id + i * 7L).write(trial.message(128 - i * 3));
        }
        process.open((trial.minor() + 3) % 256).select(id).write(trial.message());
        file.select(id + 100_000).expectNothing("A read of a channel without a message");
        trial.endProcesses();
        demandNothingLeft(trial);
    }

    @Check(value = "unload-frees-all-minors", guest = GuestStock.Kind.LEDGER)
    void freesAllMinors(Trial trial) throws Exception {
        Subject process = trial.process();
        for (int minor : List.of(0, 1, 127, 128, 254, 255)) {
            OpenFile file = process.open(minor);
            for (int i = 1; i <= 3; i++) {
                file.select(i).write(trial.message());
            }
        }
        trial.endProcesses();
        demandNothingLeft(trial);
    }

    /** What the kernel frees a little later is waited for. */
    private static void demandNothingLeft(Trial trial) throws InterruptedException {
        trial.unload();
        Ledger.Balance left = trial.ledger().balance();
        for (int tries = 0; left.objects() > 0 && tries < 10; tries++) {
            Thread.sleep(50);
            left = trial.ledger().balance();
        }
        if (left.objects() > 0) {
            throw new Mismatch("Memory is left behind when the module is unloaded.", "0 bytes", left.toString());
        }
    }

    // ---- loading that fails ----

    @Check(value = "registration-fails", guest = GuestStock.Kind.LEDGER, load = false)
    void registrationFails(Trial trial) {
        trial.ledger().take(trial.major());
        if (trial.tryLoad().isEmpty()) {
            throw new Mismatch(
                    "The module loads though its major number belongs to another driver.",
                    "-1 EBUSY (16), or another error",
                    "0");
        }
        trial.ledger().take(0);
        trial.load();
    }

    @Check(value = "registration-failure-is-logged", guest = GuestStock.Kind.LEDGER, load = false)
    void registrationFailureIsLogged(Trial trial) throws ErrnoException {
        trial.ledger().take(trial.major());
        long next = trial.guest().kernelLog(0).next();
        Optional<Errno> refused = trial.tryLoad();
        List<KernelLog.Line> lines = trial.guest().kernelLog(next).records();
        if (lines.stream().noneMatch(line -> line.level() == KERN_ERR)) {
            throw new Mismatch(
                    "Registration failed, and the kernel's log has no line of level KERN_ERR about it.",
                    "a line of level 3 (KERN_ERR)",
                    lines.isEmpty()
                            ? "no line at all"
                            : "\"" + lines.get(lines.size() - 1).text() + "\", level "
                                    + lines.get(lines.size() - 1).level());
        }
        if (refused.isEmpty()) {
            trial.unload();
        }
    }

    @Check(value = "load-no-memory", guest = GuestStock.Kind.LEDGER, load = false)
    void loadNoMemory(Trial trial) throws ErrnoException {
        boolean failed = true;
        for (int n = 1; failed && n < MOST_ALLOCATIONS; n++) {
            long before = trial.ledger().balance().ownBytes();
            trial.ledger().failNth(n);
            boolean loaded = trial.tryLoad().isEmpty();
            failed = trial.ledger().balance().failed() > 0;
            trial.ledger().failNth(0);
            if (loaded) {
                byte[] message = trial.message();
                OpenFile file = trial.open(trial.minor()).select(trial.id()).write(message);
                file.expect(message, "The module loaded though an allocation failed, and does not work.");
                file.close();
                trial.unload(); // what it leaves behind then is asked elsewhere
            } else {
                demandCleanlyGone(trial, n, before);
            }
        }
    }

    private static void demandCleanlyGone(Trial trial, int n, long before) throws ErrnoException {
        demandGone(trial, "Loading failed for want of memory, and the major number stays registered.");
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
