// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.util.ArrayList;
import java.util.List;
import org.messageslot.ErrnoException;

/**
 * The system calls of one process.
 *
 * <p>Three kinds of kernels answer them: this machine's own ({@link NativeCalls}), a real one in a disposable guest
 * ({@code GuestCalls}), and the specification in memory ({@code ModelKernel}). Whatever talks to a slot talks through
 * this interface, and so runs on all three.
 *
 * <p>Every call throws {@link ErrnoException} where the C function returns -1. Implementations say whether they are
 * thread-safe.
 */
public interface SystemCalls extends AutoCloseable {

    /**
     * Open a file.
     *
     * @param path its path
     * @param flags see {@link OpenFlags}
     * @return the descriptor, 0 or more
     * @throws ErrnoException if the file cannot be opened
     */
    int open(String path, int flags) throws ErrnoException;

    /**
     * Give a command to a device.
     *
     * @param fd the descriptor
     * @param command the command's number, 0 to 2^32-1
     * @param argument the argument, passed by value as an {@code unsigned long}
     * @return what the driver returned, 0 or more
     * @throws ErrnoException if the driver refuses
     */
    long ioctl(int fd, long command, long argument) throws ErrnoException;

    /**
     * Write to a file.
     *
     * @param fd the descriptor
     * @param buffer the memory to write from
     * @return how many bytes were written
     * @throws ErrnoException if nothing was written
     */
    long write(int fd, Buffer buffer) throws ErrnoException;

    /**
     * Read from a file.
     *
     * @param fd the descriptor
     * @param buffer the memory to read into; its bytes are what the memory holds afterwards
     * @return how many bytes were read
     * @throws ErrnoException if nothing was read
     */
    long read(int fd, Buffer buffer) throws ErrnoException;

    /**
     * Make a second descriptor for the same open file: both share one channel (R-I5).
     *
     * @param fd the descriptor
     * @return the new descriptor
     * @throws ErrnoException if there is no such descriptor
     */
    int dup(int fd) throws ErrnoException;

    /**
     * Close a descriptor.
     *
     * @param fd the descriptor
     * @throws ErrnoException if there is no such descriptor
     */
    void close(int fd) throws ErrnoException;

    /**
     * Wait until a file can be read or written.
     *
     * @param fd the descriptor; a negative one has no events, so that time passes and nothing else
     * @param events the events that are waited for, see {@link PollEvents}
     * @param milliseconds how long to wait for one; 0 for not at all, negative for as long as it takes
     * @return the events that are so; 0 if there was none in time
     * @throws ErrnoException if the call fails
     */
    int poll(int fd, int events, int milliseconds) throws ErrnoException;

    /**
     * Map a file into memory, shared. A process has room for 16 mappings.
     *
     * @param fd the descriptor
     * @param length how many bytes
     * @param protection see {@link MapProtection}
     * @param offset where in the file, in bytes
     * @return the mapping's number in this process, 0 or more
     * @throws ErrnoException if the driver refuses
     */
    int mmap(int fd, int length, int protection, long offset) throws ErrnoException;

    /**
     * Look at the first bytes of a mapping, as {@code memcpy} would.
     *
     * @param mapping the mapping's number
     * @param buffer ordinary memory, no longer than the mapping; its bytes are what the mapping holds
     * @return how many bytes that are: the buffer's length
     * @throws ErrnoException {@code EFAULT} if nothing lies behind the mapping, {@code EINVAL} if there is no such mapping
     */
    long peek(int mapping, Buffer buffer) throws ErrnoException;

    /**
     * Unmap a mapping. Those that are left are unmapped when the process ends.
     *
     * @param mapping the mapping's number
     * @throws ErrnoException if there is no such mapping
     */
    void munmap(int mapping) throws ErrnoException;

    /**
     * Make a child process. It has the same descriptors and mappings, and shares their open files with this process.
     *
     * @return the system calls of the child
     * @throws ErrnoException if no process can be made
     * @throws UnsupportedOperationException if this kind of kernel cannot fork the caller
     */
    SystemCalls fork() throws ErrnoException;

    /** End the process: its descriptors are closed. Ending it twice does nothing. */
    @Override
    void close();

    /**
     * Make calls one after the other, failing ones included.
     *
     * @param script the calls, in their order
     * @return their results, in the same order
     */
    default List<Result> run(List<Call> script) {
        List<Result> results = new ArrayList<>(script.size());
        for (Call call : script) {
            results.add(run(call));
        }
        return results;
    }

    /**
     * Make one call.
     *
     * @param call the call
     * @return what it returned; a failure is a result too
     */
    default Result run(Call call) {
        try {
            long value = make(call);
            return call instanceof Call.IntoBuffer into
                    ? new Result(value, 0, into.buffer().bytes())
                    : Result.of(value);
        } catch (ErrnoException e) {
            byte[] memory = call instanceof Call.IntoBuffer into ? into.buffer().bytes() : new byte[0];
            return new Result(-1, e.errno().number(), memory);
        }
    }

    private long make(Call call) throws ErrnoException {
        if (call instanceof Call.Open open) {
            return open(open.path(), open.flags());
        }
        if (call instanceof Call.Ioctl ioctl) {
            return ioctl(ioctl.fd(), ioctl.command(), ioctl.argument());
        }
        if (call instanceof Call.Write write) {
            return write(write.fd(), write.buffer());
        }
        if (call instanceof Call.Read read) {
            return read(read.fd(), read.buffer());
        }
        if (call instanceof Call.Poll poll) {
            return poll(poll.fd(), poll.events(), poll.milliseconds());
        }
        if (call instanceof Call.Mmap map) {
            return mmap(map.fd(), map.length(), map.protection(), map.offset());
        }
        if (call instanceof Call.Peek peek) {
            return peek(peek.mapping(), peek.buffer());
        }
        if (call instanceof Call.Munmap unmap) {
            munmap(unmap.mapping());
            return 0;
        }
        if (call instanceof Call.Dup dup) {
            return dup(dup.fd());
        }
        if (call instanceof Call.Close close) {
            close(close.fd());
            return 0;
        }
        throw new AssertionError("A call that nothing makes: " + call);
    }
}
