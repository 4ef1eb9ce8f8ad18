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
public final class TracedCalls implements CallsAsValues {

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
    public Result run(Call call) {
        Call before = call instanceof Call.Read read
                ? new Call.Read(read.fd(), read.buffer().copy())
                : call;
        Result result = calls.run(call);
        listener.accept(before, result);
        return result;
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
