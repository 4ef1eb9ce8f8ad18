// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.counter;

import org.messageslot.Errno;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Result;
import org.messageslot.grading.counter.CounterTrial.Counter;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.Mismatch;

/** The checks of the counter. */
final class CounterChecks {

    private static final long STEP = CounterAssignment.STEP.usual();

    @Check(value = "starts-at-zero", withoutLoading = true, telling = true)
    void startsAtZero(CounterTrial trial) {
        trial.open().demand(0, "The first read does not give 0.");
    }

    @Check("counts-reads")
    void countsReads(CounterTrial trial) {
        Counter counter = trial.open();
        for (int number = 0; number < 12; number++) {
            counter.demand(number, "Read " + (number + 1) + " does not give how many there were before it.");
        }
    }

    @Check("all-files-count")
    void allFilesCount(CounterTrial trial) {
        trial.open().demand(0, "The first read does not give 0.");
        trial.open().demand(1, "A read of another file does not go on counting.");
    }

    @Check("write-resets")
    void writeResets(CounterTrial trial) {
        Counter counter = trial.open();
        counter.tryRead(Buffer.room(32));
        counter.tryWrite("x");
        counter.demand(0, "After a write the counter does not begin with 0 again.");
    }

    @Check("write-returns-length")
    void writeReturnsLength(CounterTrial trial) {
        Result result = trial.open().tryWrite("reset");
        if (result.value() != 5) {
            throw new Mismatch("A write of 5 bytes does not return 5.", "5", result.toString());
        }
    }

    @Check("steps")
    void steps(CounterTrial trial) {
        int step = trial.random().nextInt(2, 100);
        Counter counter = trial.open();
        counter.tryCommand(STEP, step);
        counter.demand(0, "Setting the step changes the number.");
        counter.demand(step, "With a step of " + step + ", the second read does not give that.");
    }

    @Check("step-zero-refused")
    void stepZeroRefused(CounterTrial trial) {
        CounterTrial.demandFailure(trial.open().tryCommand(STEP, 0), "A step of 0", Errno.EINVAL);
    }

    @Check("long-step-refused")
    void longStepRefused(CounterTrial trial) {
        int longest = ((CounterAssignment.CounterEdition) trial.edition().own()).longestStep();
        CounterTrial.demandFailure(trial.open().tryCommand(STEP, longest + 1), "Too long a step", Errno.EINVAL);
    }

    @Check("null-buffer")
    void nullBuffer(CounterTrial trial) {
        Counter counter = trial.open();
        CounterTrial.demandFailure(counter.tryRead(Buffer.nullPointer(32)), "A read into NULL", Errno.EFAULT);
        counter.demand(0, "A read that failed was counted.");
    }

    @Check(value = "unloads", withoutLoading = true, plainUnloading = true, load = false)
    void unloads(CounterTrial trial) {
        trial.demandLoad();
        trial.open().demand(0, "The first read does not give 0.");
        trial.endProcesses();
        trial.demandUnload();
    }
}
