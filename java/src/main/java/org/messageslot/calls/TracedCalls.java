// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.util.List;
import org.messageslot.ErrnoException;

/**
 * System calls that are watched: each is passed on, and told to a listener with its result.
 *
 * <p>As thread-safe as the calls behind it and its listener are.
 */
public final class TracedCalls implements SystemCalls {

    private final SystemCalls calls;
    private final CallListener listener;

    /** Watches a process. */
    @FunctionalInterface
    public interface CallListener {

        /**
         * Hears of a call.
         *
         * @param call the call, as it was before it was made
         * @param result its result
         */
        void heard(Call call, Result result);

        /** {@return the listener of a child that the process forks; this one, unless that is overridden} */
        default CallListener ofChild() {
            return this;
        }
    }

    /**
     * Watches the calls of a process, and of the processes that it forks.
     *
     * @param calls the process
     * @param listener told each call, as it was before it was made, and its result
     */
    public TracedCalls(SystemCalls calls, CallListener listener) {
        this.calls = calls;
        this.listener = listener;
    }

    @Override
    public Result run(Call call) {
        Call before = call.copy();
        Result result = calls.run(call);
        listener.heard(before, result);
        return result;
    }

    @Override
    public SystemCalls fork() throws ErrnoException {
        return new TracedCalls(calls.fork(), listener.ofChild());
    }

    @Override
    public List<Result> run(List<Call> script) {
        List<Result> results = calls.run(script);
        for (int i = 0; i < script.size(); i++) {
            listener.heard(script.get(i), results.get(i));
        }
        return results;
    }

    @Override
    public void close() {
        calls.close();
    }

    /** {@return what the calls behind it say of themselves} */
    @Override
    public String toString() {
        return calls.toString();
    }
}
