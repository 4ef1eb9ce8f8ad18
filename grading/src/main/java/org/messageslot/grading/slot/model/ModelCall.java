// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.messageslot.calls.Call;
import org.messageslot.calls.DirectedCalls;
import org.messageslot.calls.Result;
import org.messageslot.grading.trial.Mismatch;

/**
 * A call of the model that may wait, in a thread of its own. No time is guessed: a thread has returned, or it waits, or it will
 * soon do one of both.
 */
final class ModelCall implements DirectedCalls.Begun {

    private final Call call;
    private final FutureTask<Result> task;
    private final Thread thread;

    ModelCall(Call call, Callable<Result> made) {
        this.call = call;
        this.task = new FutureTask<>(made);
        this.thread = new Thread(task, call.toString());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
        isDone();
    }

    /** Has the call end, if it still waits. */
    void interrupt() {
        if (!isDone()) {
            thread.interrupt();
            outcome();
        }
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public boolean isDone() {
        while (!task.isDone() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return task.isDone();
    }

    /** While this is asked nobody else makes a call: what waits now waits for ever. */
    @Override
    public Result result() {
        if (!isDone()) {
            interrupt();
            throw new Mismatch("A call does not return.", "the call returns", "it waits for ever");
        }
        return outcome();
    }

    private Result outcome() {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
