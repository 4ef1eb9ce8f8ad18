// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Call;
import org.messageslot.calls.Result;
import org.messageslot.calls.SystemCalls;

/** The processes of one kernel that a script speaks of. */
final class Processes {

    private final Oracle.FreshKernel kernel;
    private final Map<Integer, SystemCalls> byNumber = new HashMap<>();

    Processes(Oracle.FreshKernel kernel) {
        this.kernel = kernel;
    }

    /** Takes steps of one process: a fork, or calls in a row. */
    List<Result> take(List<ScriptStep> steps) {
        if (steps.get(0) instanceof ScriptStep.ForkStep fork) {
            return List.of(take(fork));
        }
        List<Call> calls = steps.stream()
                .map(step ->
                        ((ScriptStep.CallStep) step).call().copy()) // calls fill their buffers, and the script stays
                .toList();
        return process(steps.get(0).process()).run(calls);
    }

    private Result take(ScriptStep.ForkStep fork) {
        try {
            SystemCalls child = process(fork.process()).fork();
            SystemCalls replaced = byNumber.put(fork.child(), child);
            if (replaced != null) {
                replaced.close();
            }
            return Result.of(0);
        } catch (ErrnoException e) {
            return Result.failure(e.errno());
        }
    }

    private SystemCalls process(int number) {
        return byNumber.computeIfAbsent(number, unused -> kernel.process());
    }
}
