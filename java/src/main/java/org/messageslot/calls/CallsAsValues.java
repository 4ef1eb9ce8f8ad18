// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import org.messageslot.ErrnoException;

/**
 * System calls of a kernel to which each call goes as a {@link Call}: over a wire, or past somebody who watches.
 *
 * <p>Implementations say what becomes of one call; the methods that are named like the calls follow from that.
 */
public interface CallsAsValues extends SystemCalls {

    @Override
    Result run(Call call);

    @Override
    default int open(String path, int flags) throws ErrnoException {
        return (int) make(new Call.Open(path, flags));
    }

    @Override
    default long ioctl(int fd, long command, long argument) throws ErrnoException {
        return make(new Call.Ioctl(fd, command, argument));
    }

    @Override
    default long write(int fd, Buffer buffer) throws ErrnoException {
        return make(new Call.Write(fd, buffer));
    }

    @Override
    default long read(int fd, Buffer buffer) throws ErrnoException {
        return make(new Call.Read(fd, buffer));
    }

    @Override
    default int dup(int fd) throws ErrnoException {
        return (int) make(new Call.Dup(fd));
    }

    @Override
    default void close(int fd) throws ErrnoException {
        make(new Call.Close(fd));
    }

    @Override
    default int poll(int fd, int events, int milliseconds) throws ErrnoException {
        return (int) make(new Call.Poll(fd, events, milliseconds));
    }

    @Override
    default int mmap(int fd, int length, int protection, long offset) throws ErrnoException {
        return (int) make(new Call.Mmap(fd, length, protection, offset));
    }

    @Override
    default long peek(int mapping, Buffer buffer) throws ErrnoException {
        return make(new Call.Peek(mapping, buffer));
    }

    @Override
    default void munmap(int mapping) throws ErrnoException {
        make(new Call.Munmap(mapping));
    }

    private long make(Call call) throws ErrnoException {
        return run(call).orThrow(call);
    }
}
