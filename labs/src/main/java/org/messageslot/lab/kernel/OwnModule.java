// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Call;
import org.messageslot.calls.Ioctl;
import org.messageslot.calls.Result;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.SystemCalls;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.report.CheckReport;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.submission.Build;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.guest.Guest;
import org.messageslot.guest.KernelLog;
import org.messageslot.guest.Snapshot;
import org.messageslot.lab.terminal.LabException;

/**
 * One's own module in a guest, to be tried by hand: built from its sources and loaded, and again on demand. It is the system calls
 * of a process there, and stays so when the module is loaded anew. Thread-safe.
 */
public final class OwnModule implements SystemCalls {

    private static final int NODES = 4;
    private static final int ANYBODY = 0666;

    private final Path folder;
    private final Snapshot snapshot;
    private final StudentBuild compilers;
    private @Nullable Guest guest;
    private SystemCalls process;
    private long command = SlotCommands.CHANNEL;
    private long next;
    private boolean live;

    @SuppressWarnings("NullAway.Init") // load sets the process
    private OwnModule(Path folder, Snapshot snapshot, StudentBuild compilers) {
        this.folder = folder;
        this.snapshot = snapshot;
        this.compilers = compilers;
    }

    /**
     * Builds a module and loads it in a guest.
     *
     * @param folder its sources
     * @param snapshot of the guest
     * @param compilers for the guest's kernel
     * @throws LabException if it does not compile or load; the message says why
     */
    static OwnModule loaded(Path folder, Snapshot snapshot, StudentBuild compilers) throws Exception {
        OwnModule module = new OwnModule(folder, snapshot, compilers);
        module.reload();
        return module;
    }

    /** Builds the module from its sources as they are now, and loads it in a new guest. */
    public synchronized void reload() throws Exception {
        Build build = built(folder, compilers);
        if (guest != null) {
            guest.close();
        }
        Guest fresh = snapshot.restore();
        guest = fresh;
        next = fresh.kernelLog(0).next();
        command = build.number(SlotArtifacts.CHANNEL).orElse(SlotCommands.CHANNEL);
        try {
            fresh.loadModule(Files.readAllBytes(build.module().orElseThrow()), "");
        } catch (ErrnoException e) {
            throw LabException.failed("the module does not load: " + e.errno() + "\n" + log());
        }
        for (int minor = 0; minor < NODES; minor++) {
            int major = build.major().orElse(SlotCommands.MAJOR);
            GuestKernel.makeNode(fresh, "/dev/slot" + minor, major, minor, ANYBODY);
        }
        process = fresh.newProcess("lab");
    }

    /**
     * Builds a module.
     *
     * @throws LabException if it does not compile; the message is the compiler's
     */
    static Build built(Path folder, StudentBuild compilers) throws InterruptedException {
        try {
            Build build = compilers.of(Submission.open(folder, SlotArtifacts.ALL));
            Part module = build.part(SlotArtifacts.MODULE);
            if (!module.isBuilt()) {
                throw LabException.failed("message_slot.c does not build:\n"
                        + String.join("\n", CheckReport.compiler(module.words(), build.remarks())));
            }
            return build;
        } catch (IOException | UngradableException e) {
            throw LabException.failed("the module cannot be built: " + e.getMessage());
        }
    }

    /** {@return what the kernel logged since this was asked last, a line each; empty if nothing} */
    public synchronized String log() throws ErrnoException {
        if (guest == null) {
            return "";
        }
        KernelLog log = guest.kernelLog(next);
        next = log.next();
        List<KernelLog.LogLine> lines = log.records();
        return lines.stream()
                .map(KernelLog.LogLine::text)
                .filter(text -> !text.startsWith("agent:"))
                .collect(Collectors.joining("\n"));
    }

    /** Shows below each call what the kernel logged during it, or no longer. */
    public synchronized void showLog(boolean shown) {
        live = shown;
    }

    /** The kit's command for selecting a channel is the module's own one, whatever number that has. */
    @Override
    public synchronized Result run(Call call) {
        Result result = process.run(
                call instanceof Ioctl ioctl && ioctl.command() == SlotCommands.CHANNEL
                        ? new Ioctl(ioctl.fd(), command, ioctl.argument())
                        : call);
        if (live) {
            tell();
        }
        return result;
    }

    private void tell() {
        try {
            String text = log();
            if (!text.isEmpty()) {
                System.out.println(text.indent(2).stripTrailing());
            }
        } catch (ErrnoException e) {
            System.out.println("  The kernel's log cannot be read: " + e.getMessage());
        }
    }

    @Override
    public synchronized SystemCalls fork() throws ErrnoException {
        return process.fork();
    }

    @Override
    public synchronized void close() {
        try {
            if (guest != null) {
                guest.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** {@return which module in which kernel} */
    @Override
    public synchronized String toString() {
        return folder + " in " + guest;
    }
}
