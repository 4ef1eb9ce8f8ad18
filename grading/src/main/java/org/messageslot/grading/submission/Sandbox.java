// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.messageslot.grading.UngradableException;
import org.messageslot.guest.CompilePlace;
import org.messageslot.guest.GuestUnavailableException;
import org.messageslot.guest.HostCommand;
import org.messageslot.guest.KernelTree;

/**
 * Runs compilers over strangers' sources: without a network, with read-only tools, one private folder and nothing else of this
 * machine, within limits. It is made of this machine's namespaces, or is a guest.
 *
 * <p>What runs inside sees {@code /usr/bin}, {@code /usr/include}, {@code /usr/lib*}, what the job mounts, an empty {@code /tmp}
 * of its own and {@code /dev/null}; no environment, no other process. It has no privileges. All of it ends when the job ends, is
 * too slow or too loud, or when this JVM ends in whatever way.
 *
 * <p>Where a machine refuses namespaces, {@link #none()} stands in for one, for sources that somebody answers for.
 *
 * <p>Thread-safe.
 */
public abstract sealed class Sandbox permits HostSandbox, GuestSandbox {

    /** Where a job's folder is mounted. */
    public static final String FOLDER = "/build";

    Sandbox() {}

    /**
     * Limits what a job may use.
     *
     * @param cpu of each process, whole seconds
     * @param wall of the whole job
     * @param memory address space of each process in bytes
     * @param fileSize of each file in bytes
     * @param processes at the same time
     * @param output bytes that it may print
     */
    public record JobLimits(Duration cpu, Duration wall, long memory, long fileSize, int processes, int output) {

        /** {@return what an honest compiler never reaches: 20 s of CPU time and 1 GB each, files of 64 MB, 1 MB of messages} */
        public static JobLimits ofCompilers() {
            return new JobLimits(Duration.ofSeconds(20), Duration.ofMinutes(2), 1L << 30, 64L << 20, 64, 1 << 20);
        }

        /** {@return the same limits with others for memory} */
        public JobLimits withMemory(long bytes) {
            return new JobLimits(cpu, wall, bytes, fileSize, processes, output);
        }
    }

    /**
     * Something to run.
     *
     * @param command its words; the program by its path inside
     * @param folder the private folder, which must exist; mounted as {@code /build}, and the working folder
     * @param readOnly what else to mount: paths inside and the paths of this machine that are seen there
     * @param limits what it may use
     * @param showProcesses whether it sees {@code /proc} (of its own processes), without which no Java starts
     */
    public record Job(
            List<String> command, Path folder, Map<String, Path> readOnly, JobLimits limits, boolean showProcesses) {
        public Job {
            command = List.copyOf(command);
            readOnly = Map.copyOf(readOnly);
        }

        /** Describes a job that does not see {@code /proc}. */
        public Job(List<String> command, Path folder, Map<String, Path> readOnly, JobLimits limits) {
            this(command, folder, readOnly, limits, false);
        }
    }

    /** The ways in which a job ends. */
    public enum JobEnd {
        /** By itself; the exit code tells more. */
        EXITED,
        /** Stopped because it took longer than its limit. */
        TOO_SLOW,
        /** Stopped because it printed more than its limit. */
        TOO_LOUD
    }

    /**
     * The outcome of a job.
     *
     * @param end how it ended
     * @param exitCode its exit code; 128 and more for a signal; -1 unless it ended by itself
     * @param output what it printed on both streams, as far as the limit
     */
    public record JobResult(JobEnd end, int exitCode, String output) {
        /** {@return whether it ended by itself with exit code 0} */
        public boolean isSuccess() {
            return end == JobEnd.EXITED && exitCode == 0;
        }
    }

    /**
     * Finds the sandbox that submissions are compiled in: this machine's if it can have one and has the compilers, else a guest;
     * or what MSGSLOT_COMPILE names.
     *
     * @param kernel the kernel that modules are built for
     * @param progress is told, in a few words, that it is a guest, and what takes over a second
     * @return the sandbox
     * @throws UngradableException if there is none; the message says what to install or to switch on
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Sandbox of(KernelTree kernel, Consumer<String> progress)
            throws UngradableException, InterruptedException {
        return of(kernel, false, progress);
    }

    /**
     * Finds what compiles sources that somebody answers for: this machine without walls if it has the compilers, else a guest; or
     * what MSGSLOT_COMPILE names.
     *
     * @param kernel the kernel that modules are built for
     * @param progress is told, in a few words, that it is a guest, and what takes over a second
     * @return what runs jobs
     * @throws UngradableException if there is none; the message says what to install or to switch on
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Sandbox ofTrusted(KernelTree kernel, Consumer<String> progress)
            throws UngradableException, InterruptedException {
        return of(kernel, true, progress);
    }

    private static Sandbox of(KernelTree kernel, boolean trusting, Consumer<String> progress)
            throws UngradableException, InterruptedException {
        try {
            Optional<CompilePlace> settled = CompilePlace.settled();
            if (settled.isPresent()) {
                return settled.get() == CompilePlace.HOST
                        ? here(trusting)
                        : inGuest(kernel, CompilePlace.settledBy(), progress);
            }
            if (!CompilePlace.isToolchainHere()) {
                return inGuest(kernel, "this machine has no gcc or no make", progress);
            }
            if (!trusting && HostCommand.find("bwrap").isEmpty()) {
                return inGuest(kernel, "this machine has no bubblewrap", progress);
            }
        } catch (GuestUnavailableException e) {
            throw new UngradableException(String.valueOf(e.getMessage()), e);
        }
        try {
            return here(trusting);
        } catch (UngradableException e) {
            return inGuest(kernel, "no sandbox starts here, and lab doctor says why", progress);
        }
    }

    private static Sandbox here(boolean trusting) throws UngradableException, InterruptedException {
        return trusting ? none() : ofHost();
    }

    private static Sandbox inGuest(KernelTree kernel, String reason, Consumer<String> progress) {
        progress.accept("submissions are compiled in a guest, which takes minutes: " + reason);
        return new GuestSandbox(kernel, progress);
    }

    /**
     * Finds out whether this machine can have sandboxes of its own, by running one.
     *
     * @return the sandbox
     * @throws UngradableException if it cannot; the message says what to install or to switch on
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Sandbox ofHost() throws UngradableException, InterruptedException {
        return HostSandbox.tried();
    }

    /**
     * Does without: jobs run as this user, see all of this machine, and may have a network. Of a sandbox only the limits are left, but
     * for that of processes, and what is still at work when this JVM is killed goes on to its end.
     *
     * @return what runs jobs; only for sources that somebody answers for
     * @throws UngradableException if a tool is missing; the message says what to install
     */
    public static Sandbox none() throws UngradableException {
        return HostSandbox.withoutWalls();
    }

    /** {@return whether jobs are kept apart from this machine} */
    public abstract boolean isTight();

    /** {@return whose compilers run in it} */
    public abstract CompilePlace place();

    /** {@return where a job finds its folder and its mounts} */
    abstract Places places(Job job);

    /** Makes sure that the compilers are there. */
    abstract void demandCompilers() throws UngradableException;

    /**
     * Runs a job to its end.
     *
     * @param job what to run
     * @return what became of it
     * @throws UngradableException if the sandbox itself cannot be started
     * @throws InterruptedException if the thread is interrupted; the job has ended then
     */
    public abstract JobResult run(Job job) throws UngradableException, InterruptedException;

    /** {@return a word about a limit that a compiler's messages tell of; empty if they tell of none} */
    static Optional<String> limitReached(JobResult outcome) {
        String output = outcome.output();
        if (outcome.end() == JobEnd.TOO_LOUD) {
            return Optional.of("the compiler printed more than 1 MB");
        }
        if (output.contains("CPU time limit exceeded") || outcome.exitCode() == 128 + 24) {
            return Optional.of("compiling takes more than 20 s of CPU time");
        }
        if (output.contains("File size limit exceeded")
                || output.contains("File too large")
                || outcome.exitCode() == 128 + 25) {
            return Optional.of("what it compiles to is larger than 64 MB");
        }
        boolean memory = output.contains("out of memory")
                || output.contains("virtual memory exhausted")
                || output.contains("memory exhausted")
                || output.contains("Cannot allocate memory");
        return memory ? Optional.of("compiling takes more than 1 GB of memory") : Optional.empty();
    }
}
