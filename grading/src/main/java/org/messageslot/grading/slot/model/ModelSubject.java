// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Call;
import org.messageslot.calls.DirectedCalls;
import org.messageslot.calls.Poll;
import org.messageslot.calls.Result;
import org.messageslot.calls.SystemCalls;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.grading.trial.OnlyInGuest;
import org.messageslot.model.FileState;
import org.messageslot.model.ModelKernel;

/**
 * A process of the model that a check directs.
 *
 * <p>It outlives the module: after that is loaded anew, its next call is made in the new model. Not thread-safe.
 */
final class ModelSubject implements DirectedCalls {

    private final ModelVenue venue;
    private @Nullable ModelKernel kernel;
    private @Nullable SystemCalls calls;
    private @Nullable ModelCall begun;

    ModelSubject(ModelVenue venue) {
        this.venue = venue;
    }

    private ModelSubject(ModelVenue venue, ModelKernel kernel, SystemCalls calls) {
        this(venue);
        this.kernel = kernel;
        this.calls = calls;
    }

    private SystemCalls calls() {
        SystemCalls known = calls;
        if (known == null || kernel != venue.kernel()) {
            kernel = venue.kernel();
            known = venue.kernel().process();
            calls = known;
        }
        return known;
    }

    @Override
    public Result run(Call call) {
        if (call instanceof Poll poll && poll.milliseconds() > 0) {
            return run(new Poll(poll.fd(), poll.events(), 0)); // nothing would happen meanwhile
        }
        Result result = withoutWaiting(call);
        venue.settle();
        if (result.errno() == Errno.EINTR.number()) {
            throw new Mismatch("A call does not return.", "the call returns", "it waits for ever: " + call);
        }
        return result;
    }

    /** While this call is made nobody makes another one, so what would wait would do so for ever: it is interrupted instead. */
    private Result withoutWaiting(Call call) {
        Thread.currentThread().interrupt();
        try {
            return made(calls(), call);
        } finally {
            Thread.interrupted();
        }
    }

    private Result made(SystemCalls process, Call call) {
        Optional<FileState> before =
                call instanceof Call.OnDescriptor on ? venue.kernel().file(process, on.fd()) : Optional.empty();
        Call asked = call.copy();
        Result result = process.run(call);
        venue.watch().heard(before, asked, result);
        return result;
    }

    @Override
    public DirectedCalls fork(String name) throws ErrnoException {
        return new ModelSubject(venue, venue.kernel(), calls().fork());
    }

    @Override
    public SystemCalls fork() throws ErrnoException {
        return fork("");
    }

    @Override
    public DirectedCalls.Begun begin(Call call) {
        SystemCalls process = calls();
        ModelCall now = new ModelCall(call, () -> made(process, call));
        begun = now;
        venue.begin(now);
        return now;
    }

    @Override
    public List<List<Result>> runConcurrently(List<List<Call>> lanes, int repeat) {
        throw new OnlyInGuest("its threads want two processors");
    }

    @Override
    public void closeFiles() {
        close();
    }

    @Override
    public void close() {
        if (begun != null) {
            begun.interrupt();
        }
        if (calls != null) {
            calls.close();
        }
    }
}
