// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.util.List;
import java.util.function.BiConsumer;
import org.messageslot.ErrnoException;

/**
 * System calls that are watched: each is passed on, and told to a listener with its result.
 *
 * <p>As thread-safe as the calls behind it and its listener are.
 */
public final class TracedCalls implements SystemCalls {

    private final SystemCalls calls;
    private final BiConsumer<Call, Result> listener;

    /**
     * Watch the calls of a process, and of the processes that it forks.
     *
     * @param calls the process
     * @param listener told each call, as it was before it was made, and its result
     */
    public TracedCalls(SystemCalls calls, BiConsumer<Call, Result> listener) {
        this.calls = calls;
        this.listener = listener;
    }

    @Override
    public int open(String path, int flags) throws ErrnoException {
        return (int) make(new Call.Open(path, flags));
    }

    @Override
    public long ioctl(int fd, long command, long argument) throws ErrnoException {
        return make(new Call.Ioctl(fd, command, argument));
    }

    @Override
    public long write(int fd, Buffer buffer) throws ErrnoException {
        return make(new Call.Write(fd, buffer));
    }

    @Override
    public long read(int fd, Buffer buffer) throws ErrnoException {
        Buffer before = buffer.copy();
        Result result = calls.run(new Call.Read(fd, buffer));
        Call.Read call = new Call.Read(fd, before);
        listener.accept(call, result);
        return result.orThrow(call);
    }

    @Override
    public int dup(int fd) throws ErrnoException {
        return (int) make(new Call.Dup(fd));
    }

    @Override
    public void close(int fd) throws ErrnoException {
        make(new Call.Close(fd));
    }

    private long make(Call call) throws ErrnoException {
        Result result = calls.run(call);
        listener.accept(call, result);
        return result.orThrow(call);
    }

    @Override
    public SystemCalls fork() throws ErrnoException {
        return new TracedCalls(calls.fork(), listener);
    }

    @Override
    public List<Result> run(List<Call> script) {
        List<Result> results = calls.run(script);
        for (int i = 0; i < script.size(); i++) {
            listener.accept(script.get(i), results.get(i));
        }
        return results;
    }

    @Override
    public void close() {
        calls.close();
    }
}
