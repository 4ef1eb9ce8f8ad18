// SPDX-License-Identifier: Apache-2.0
package org.messageslot.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.messageslot.calls.SlotCommands;
import org.messageslot.calls.SystemCalls;

/**
 * A kernel with the message slot driver loaded, in memory: the specification as a program.
 *
 * <p>It needs no privileges and no particular operating system, so walkthroughs run on it anywhere; and it is the oracle
 * that real modules are compared with. It knows device nodes, processes, descriptors and open files, and nothing else of
 * a kernel; commands that Linux's VFS answers itself, such as {@code FIONBIO}, it passes to the driver.
 *
 * <p>A new kernel has the nodes {@code /dev/slot0} to {@code /dev/slot3} and {@code /dev/null}.
 *
 * <p>Thread-safe: calls of all its processes are made one at a time. A call that waits lets the others pass; a thread that
 * is interrupted meanwhile gets {@code EINTR}.
 */
public final class ModelKernel {

    /** How many nodes {@code /dev/slotN} a kernel has from the start. */
    public static final int FIRST_NODES = 4;

    private static final int MINORS = 256;
    private static final int READ_AND_WRITE = 0666;

    private final SlotDriver driver;
    private final Map<String, ModelNode> nodes = new HashMap<>();
    private final Set<ModelProcess> processes = new HashSet<>();

    /** Starts a kernel whose driver does not censor (the editions up to 2024). */
    public ModelKernel() {
        this(0);
    }

    /**
     * Starts a kernel of a chosen edition.
     *
     * @param censorEvery which bytes a censored write loses: every {@code censorEvery}-th; 0 for an edition without
     *     censorship, 3 for 2025, 4 for 2026
     */
    public ModelKernel(int censorEvery) {
        this(new Ways(censorEvery, false, false, 0));
    }

    /**
     * Starts a kernel whose driver was loaded in some way.
     *
     * @param ways in which
     */
    public ModelKernel(Ways ways) {
        this(new SlotDriver(ways));
    }

    ModelKernel(SlotDriver driver) {
        this.driver = driver;
        nodes.put("/dev/null", new ModelNode(new NullDevice(), READ_AND_WRITE));
        for (int minor = 0; minor < FIRST_NODES; minor++) {
            mknod("/dev/slot" + minor, SlotCommands.MAJOR, minor, READ_AND_WRITE);
        }
    }

    /**
     * Starts a kernel whose driver has the optional steps: {@code poll}, {@code mmap}, and the module's parameters.
     *
     * @param waiting whether reads of an empty channel wait (R-B1)
     * @param queue how many messages a channel holds (R-Q1); 0 for the last one only
     * @return the kernel
     */
    public static ModelKernel extended(boolean waiting, int queue) {
        return new ModelKernel(new Ways(0, true, waiting, queue));
    }

    /**
     * Makes a node for a character device (R-D3), or replaces one.
     *
     * @param path the node's path
     * @param major the driver's number; only {@value SlotCommands#MAJOR} has a driver
     * @param minor the slot's number within the driver, 0 to 255 (R-D2)
     * @param mode the node's permission bits; processes of the model own every node, so the owner's count
     */
    public synchronized void mknod(String path, int major, int minor, int mode) {
        boolean driven = major == SlotCommands.MAJOR && minor >= 0 && minor < MINORS;
        nodes.put(path, new ModelNode(driven ? driver.slot(minor) : new NoDevice(), mode));
    }

    /**
     * Removes a node. Files that are open on it, and the slot's messages, stay.
     *
     * @param path the node's path
     */
    public synchronized void unlink(String path) {
        nodes.remove(path);
    }

    /**
     * Starts a process.
     *
     * @return its system calls; its first descriptor will be 3, as if 0 to 2 were its terminal
     */
    public synchronized SystemCalls process() {
        return new ModelProcess(this);
    }

    /** {@return whether a file or a mapping of a slot is open, so that the driver cannot be unloaded (R-L2)} */
    public synchronized boolean isInUse() {
        return processes.stream().anyMatch(ModelProcess::holdsFiles);
    }

    /**
     * Tells what an open file is like.
     *
     * @param process a process of this kernel
     * @param fd a descriptor
     * @return the state of its open file; empty if it is not open
     */
    public synchronized Optional<FileState> file(SystemCalls process, int fd) {
        return ((ModelProcess) process).file(fd).map(FileDescription::state);
    }

    /**
     * Waits until another call has ended; for who makes a call.
     *
     * @param milliseconds no longer than so many; 0 for as long as it takes
     * @return false if the thread was interrupted
     */
    @SuppressWarnings("WaitNotInLoop") // Whoever asks looks, and asks again.
    boolean sleeps(long milliseconds) {
        try {
            wait(milliseconds);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Wakes the calls that wait; for who makes a call. */
    void wake() {
        notifyAll();
    }

    Set<ModelProcess> processes() {
        return processes;
    }

    SlotDriver driver() {
        return driver;
    }

    Map<String, ModelNode> nodes() {
        return nodes;
    }

    /**
     * In which way a driver was loaded.
     *
     * @param censorEvery which bytes a censored write loses; 0 without censorship
     * @param extended whether it has the optional steps
     * @param waiting whether reads of an empty channel wait
     * @param queue how many messages a channel holds; 0 for the last one only
     */
    public record Ways(int censorEvery, boolean extended, boolean waiting, int queue) {
        /** Check the numbers. */
        public Ways {
            if (censorEvery < 0 || queue < 0) {
                throw new IllegalArgumentException(
                        "censorEvery and queue must not be negative, but are " + censorEvery + " and " + queue + ".");
            }
        }
    }

    /** A device node: what answers behind it, and who may. */
    record ModelNode(Device device, int mode) {

        private static final int OWNER_READ = 0400;
        private static final int OWNER_WRITE = 0200;

        boolean permits(boolean reading, boolean writing) {
            return (!reading || (mode & OWNER_READ) != 0) && (!writing || (mode & OWNER_WRITE) != 0);
        }
    }
}
