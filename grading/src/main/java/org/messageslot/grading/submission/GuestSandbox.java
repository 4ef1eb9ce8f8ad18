// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.UngradableException;
import org.messageslot.guest.CompileGuest;
import org.messageslot.guest.CompilePlace;
import org.messageslot.guest.CompileWork;
import org.messageslot.guest.GuestFailureException;
import org.messageslot.guest.KernelTree;

/**
 * A sandbox that is a guest: each job has one of its own, with Debian's compilers. Emulated, a job may take thirty times as long
 * as its limits say. Java runs in a sandbox of this machine, for guests that compile have none.
 *
 * <p>Thread-safe.
 */
final class GuestSandbox extends Sandbox {

    private final KernelTree kernel;
    private final Consumer<String> progress;
    private @Nullable CompileGuest guests;

    GuestSandbox(KernelTree kernel, Consumer<String> progress) {
        this.kernel = kernel;
        this.progress = progress;
    }

    @Override
    public boolean isTight() {
        return true;
    }

    @Override
    public CompilePlace place() {
        return CompilePlace.GUEST;
    }

    @Override
    Places places(Job job) {
        return Places.asMounted();
    }

    @Override
    void demandCompilers() throws UngradableException {
        try {
            guests();
        } catch (IOException | GuestFailureException e) {
            throw failed(e);
        }
    }

    /** To make them ready takes minutes, the first time. */
    private synchronized CompileGuest guests() throws IOException {
        CompileGuest ready = guests;
        if (ready == null) {
            ready = CompileGuest.of(kernel, progress);
            guests = ready;
        }
        return ready;
    }

    @Override
    public JobResult run(Job job) throws UngradableException, InterruptedException {
        if (job.showProcesses()) {
            return Sandbox.ofHost().run(job);
        }
        try {
            return outcome(guests().run(work(job)));
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException | GuestFailureException e) {
            if (Thread.interrupted()) {
                throw interrupted(e);
            }
            throw failed(e);
        }
    }

    private static CompileWork work(Job job) {
        JobLimits limits = job.limits();
        return new CompileWork(
                job.command(),
                Map.of("LC_ALL", "C.UTF-8", "HOME", FOLDER, "TOOLS", ""),
                job.folder(),
                job.readOnly(),
                limits.cpu(),
                limits.wall(),
                limits.memory(),
                limits.fileSize(),
                limits.processes(),
                limits.output());
    }

    private static JobResult outcome(CompileWork.CompileResult result) {
        JobEnd end = result.cut() ? JobEnd.TOO_LOUD : result.timedOut() ? JobEnd.TOO_SLOW : JobEnd.EXITED;
        return new JobResult(end, end == JobEnd.EXITED ? result.exitCode() : -1, result.output());
    }

    private static InterruptedException interrupted(Exception cause) {
        InterruptedException exception = new InterruptedException(cause.getMessage());
        exception.initCause(cause);
        return exception;
    }

    private static UngradableException failed(Exception e) {
        return new UngradableException("The guest that submissions are compiled in fails: " + e.getMessage(), e);
    }
}
