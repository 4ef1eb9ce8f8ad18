// SPDX-License-Identifier: Apache-2.0
package org.messageslot.calls;

import java.util.List;
import org.messageslot.ErrnoException;

/**
 * The system calls of a process that a check directs: it can be left in a call that waits, and it has children and threads.
 *
 * <p>Not thread-safe.
 */
public interface DirectedCalls extends SystemCalls {

    /**
     * Starts a child that shares the open files.
     *
     * @param name the child's name, at most 15 bytes; empty for the parent's
     * @return the child
     * @throws ErrnoException if there can be no more processes
     */
    DirectedCalls fork(String name) throws ErrnoException;

    /**
     * Has the process close all that it opened, mapped or inherited. Does nothing if the process is gone, for then all is
     * closed. A process that is in a call ends.
     */
    void closeFiles();

    /**
     * Begins a call that may wait for what another process does. Until it has returned, the process can make no other call.
     *
     * @param call the call
     * @return the call under way
     */
    Begun begin(Call call);

    /**
     * Makes calls in several threads of the process, which begin together.
     *
     * @param lanes what each thread does, one after another; 1 to 64 of them
     * @param repeat how often each thread does it, at least once; with its results at most 15 MiB in all
     * @return the results of each thread in the order in which it made its calls
     * @throws IllegalArgumentException if there is more than one request can carry
     */
    List<List<Result>> runConcurrently(List<List<Call>> lanes, int repeat);

    /** A call that was begun, and may not have returned yet. */
    interface Begun {

        /** {@return the call} */
        Call call();

        /** {@return whether the call has returned, as far as is known} */
        boolean isDone();

        /** {@return what the call returned; it is waited for} */
        Result result();
    }
}
