// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one check, before it is given points.
 *
 * <p>All texts may hold whatever the submission put there; reports show them, and never obey them.
 *
 * @param status how it ended
 * @param message what went wrong, in one sentence; of a check that passed, what it could not look at, usually empty
 * @param wanted what the clause asks for; empty where {@code message} says it all
 * @param got what came instead; empty likewise
 * @param calls the system calls that were made, in order, as lines of C
 * @param kernelLog what the kernel logged meanwhile
 * @param oops the crash, decoded; {@code null} if there was none
 * @param durationMs how long it took, in milliseconds
 * @param symptom what kind of difference was found
 */
public record Outcome(
        Status status,
        String message,
        String wanted,
        String got,
        List<String> calls,
        String kernelLog,
        @Nullable ExplainedOops oops,
        long durationMs,
        Symptom symptom) {

    /** Keep a copy of the list. */
    public Outcome {
        calls = List.copyOf(calls);
    }

    /**
     * Says how a check ended of whose difference no kind is known.
     *
     * @param status how it ended
     * @param message what went wrong, in one sentence
     * @param wanted what the clause asks for
     * @param got what came instead
     * @param calls the system calls that were made
     * @param kernelLog what the kernel logged meanwhile
     * @param oops the crash, decoded; {@code null} if there was none
     * @param durationMs how long it took, in milliseconds
     */
    public Outcome(
            Status status,
            String message,
            String wanted,
            String got,
            List<String> calls,
            String kernelLog,
            @Nullable ExplainedOops oops,
            long durationMs) {
        this(status, message, wanted, got, calls, kernelLog, oops, durationMs, Symptom.NONE);
    }

    /**
     * Says that a check passed.
     *
     * @param durationMs how long it took, in milliseconds
     * @return an outcome without evidence
     */
    public static Outcome passed(long durationMs) {
        return new Outcome(Status.PASSED, "", "", "", List.of(), "", null, durationMs);
    }

    /**
     * Says that a check did not come to calls of its own.
     *
     * @param status how it ended instead
     * @param message why, in one sentence
     * @return an outcome without evidence
     */
    public static Outcome without(Status status, String message) {
        return new Outcome(status, message, "", "", List.of(), "", null, 0);
    }

    /**
     * Says that a check was not run because another one did not pass.
     *
     * @param dependency the other one's id
     * @return an outcome without evidence
     */
    public static Outcome notRun(String dependency) {
        return without(Status.NOT_RUN, "It needs " + dependency + ", which did not pass.");
    }

    /**
     * Says how a check ended that had two parts.
     *
     * @param other the outcome of the second part
     * @return the other one if it went wrong and this one passed, if it took the kernel and this one only failed, or if the
     *     module tampered; or else this one. Of a kernel that was lost after a wrong answer, the sentence tells both, the wrong
     *     answer first
     */
    public Outcome orWorse(Outcome other) {
        boolean tookTheKernel = other.status == Status.CRASHED || other.status == Status.HUNG;
        boolean counts = (status == Status.PASSED && other.status != Status.PASSED) || other.status == Status.TAMPERED;
        if (counts) {
            return other;
        }
        return status == Status.FAILED && tookTheKernel ? other.withMessage(message + " " + other.message) : this;
    }

    /** {@return this outcome, with the calls that led to it} */
    public Outcome withCalls(List<String> lines) {
        return new Outcome(status, message, wanted, got, lines, kernelLog, oops, durationMs, symptom);
    }

    /** {@return this outcome, with what the kernel logged} */
    public Outcome withKernelLog(String log) {
        return new Outcome(status, message, wanted, got, calls, log, oops, durationMs, symptom);
    }

    /** {@return this outcome, with the crash decoded further} */
    public Outcome withOops(ExplainedOops decoded) {
        return new Outcome(status, message, wanted, got, calls, kernelLog, decoded, durationMs, symptom);
    }

    /** {@return this outcome, with another duration in milliseconds} */
    public Outcome withDuration(long milliseconds) {
        return new Outcome(status, message, wanted, got, calls, kernelLog, oops, milliseconds, symptom);
    }

    /** {@return this outcome, with the kind of difference that was found} */
    public Outcome withSymptom(Symptom found) {
        return new Outcome(status, message, wanted, got, calls, kernelLog, oops, durationMs, found);
    }

    /** {@return this outcome, with another sentence about what went wrong} */
    public Outcome withMessage(String sentence) {
        return new Outcome(status, sentence, wanted, got, calls, kernelLog, oops, durationMs, symptom);
    }

    /** {@return this outcome, of another status} */
    public Outcome withStatus(Status other) {
        return new Outcome(other, message, wanted, got, calls, kernelLog, oops, durationMs, symptom);
    }
}
