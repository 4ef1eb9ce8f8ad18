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
 * <p>There is one way for a call to be made, {@link #run(Call)}. The methods that are named like calls put it in C's words: each
 * throws {@link ErrnoException} where the C function returns -1. Implementations say whether they are thread-safe.
 */
public interface SystemCalls extends AutoCloseable {

    /**
     * Makes one call. All others go this way.
     *
     * @param call the call
     * @return what it returned; a failure is a result too
     */
    Result run(Call call);

    private long made(Call call) throws ErrnoException {
        return run(call).orThrow(call);
    }

    /**
     * Opens a file.
     *
     * @param path its path
     * @param flags see {@link OpenFlags}
     * @return the descriptor, 0 or more
     * @throws ErrnoException if the file cannot be opened
     */
    default int open(String path, int flags) throws ErrnoException {
        return (int) made(new Open(path, flags));
    }

    /**
     * Gives a command to a device.
     *
     * @param fd the descriptor
     * @param command the command's number, 0 to 2^32-1
     * @param argument the argument, passed by value as an {@code unsigned long}
     * @return what the driver returned, 0 or more
     * @throws ErrnoException if the driver refuses
     */
    default long ioctl(int fd, long command, long argument) throws ErrnoException {
        return made(new Ioctl(fd, command, argument));
    }

    /**
     * Writes to a file.
     *
     * @param fd the descriptor
     * @param buffer the memory to write from
     * @return how many bytes were written
     * @throws ErrnoException if nothing was written
     */
    default long write(int fd, Buffer buffer) throws ErrnoException {
        return made(new Write(fd, buffer));
    }

    /**
     * Reads from a file.
     *
     * @param fd the descriptor
     * @param buffer the memory to read into; its bytes are what the memory holds afterwards
     * @return how many bytes were read
     * @throws ErrnoException if nothing was read
     */
    default long read(int fd, Buffer buffer) throws ErrnoException {
        return made(new Read(fd, buffer));
    }

    /**
     * Makes a second descriptor for the same open file: both share one channel (R-I5).
     *
     * @param fd the descriptor
     * @return the new descriptor
     * @throws ErrnoException if there is no such descriptor
     */
    default int dup(int fd) throws ErrnoException {
        return (int) made(new Dup(fd));
    }

    /**
     * Closes a descriptor.
     *
     * @param fd the descriptor
     * @throws ErrnoException if there is no such descriptor
     */
    default void close(int fd) throws ErrnoException {
        made(new Close(fd));
    }

    /**
     * Waits until a file can be read or written.
     *
     * @param fd the descriptor; a negative one has no events, so that time passes and nothing else
     * @param events the events that are waited for, see {@link PollEvents}
     * @param milliseconds how long to wait for one; 0 for not at all, negative for as long as it takes
     * @return the events that are so; 0 if there was none in time
     * @throws ErrnoException if the call fails
     */
    default int poll(int fd, int events, int milliseconds) throws ErrnoException {
        return (int) made(new Poll(fd, events, milliseconds));
    }

    /**
     * Maps a file into memory, shared. A process has room for 16 mappings.
     *
     * @param fd the descriptor
     * @param length how many bytes
     * @param protection see {@link MapProtection}
     * @param offset where in the file, in bytes
     * @return the mapping's number in this process, 0 or more
     * @throws ErrnoException if the driver refuses
     */
    default int mmap(int fd, int length, int protection, long offset) throws ErrnoException {
        return (int) made(new Mmap(fd, length, protection, offset));
    }

    /**
     * Looks at the first bytes of a mapping, as {@code memcpy} would.
     *
     * @param mapping the mapping's number
     * @param buffer ordinary memory, no longer than the mapping; its bytes are what the mapping holds
     * @return how many bytes that are: the buffer's length
     * @throws ErrnoException {@code EFAULT} if nothing lies behind the mapping, {@code EINVAL} if there is no such mapping
     */
    default long peek(int mapping, Buffer buffer) throws ErrnoException {
        return made(new Peek(mapping, buffer));
    }

    /**
     * Unmaps a mapping. Those that are left are unmapped when the process ends.
     *
     * @param mapping the mapping's number
     * @throws ErrnoException if there is no such mapping
     */
    default void munmap(int mapping) throws ErrnoException {
        made(new Munmap(mapping));
    }

    /**
     * Makes a child process. It has the same descriptors and mappings, and shares their open files with this process.
     *
     * @return the system calls of the child
     * @throws ErrnoException if no process can be made
     * @throws UnsupportedOperationException if this kind of kernel cannot fork the caller
     */
    SystemCalls fork() throws ErrnoException;

    /** Ends the process: its descriptors are closed. Ending it twice does nothing. */
    @Override
    void close();

    /**
     * Makes calls one after the other, failing ones included.
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
}
