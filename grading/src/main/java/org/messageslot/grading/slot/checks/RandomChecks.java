// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Buffer.BufferPlace;
import org.messageslot.calls.Call;
import org.messageslot.calls.Dup;
import org.messageslot.calls.Open;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SystemCalls;
import org.messageslot.calls.Write;
import org.messageslot.grading.slot.SlotProcess;
import org.messageslot.grading.slot.SlotTrial;
import org.messageslot.grading.trial.Check;
import org.messageslot.grading.trial.GuestStock.GuestKind;
import org.messageslot.grading.trial.Mismatch;
import org.messageslot.guest.Guest;
import org.messageslot.model.ModelKernel;
import org.messageslot.oracle.Oracle;
import org.messageslot.oracle.RandomScript;
import org.messageslot.oracle.ScriptStep;
import org.messageslot.oracle.SystematicScript;

/**
 * Random sequences of calls, and one with each two kinds of calls in a row, answered by the module and by the specification as a
 * program.
 */
final class RandomChecks {

    private static final int SCRIPTS = 2;
    private static final int STEPS = 500;

    /** Counted, not timed, so that whoever has little time is told the same story. */
    private static final int SHRINKINGS = 60;

    private static final int FILES = 3;

    @Check(value = "random-calls", guest = GuestKind.POISON, load = false)
    void randomCalls(SlotTrial trial) throws Exception {
        List<Guest.GuestNode> nodes = new ArrayList<>();
        for (int minor = 0; minor < FILES; minor++) {
            nodes.add(new Guest.GuestNode("/dev/slot" + minor, 0666, trial.major(), minor));
        }
        trial.makeNodesOf(nodes);
        int censorEvery = trial.slot().censorEvery();
        Oracle oracle = new Oracle(() -> new SettledModel(new ModelKernel(censorEvery)), () -> new Module(trial));
        long seed = trial.random().nextLong();
        RandomScript source = censorEvery > 0 ? RandomScript.withCensorship(seed) : new RandomScript(seed);
        List<List<ScriptStep>> scripts = new ArrayList<>();
        for (int i = 0; i < SCRIPTS; i++) {
            scripts.add(settled(source.next(STEPS)));
        }
        scripts.add(new SystematicScript(trial.random().nextLong(), censorEvery).steps());
        for (List<ScriptStep> script : scripts) {
            Optional<Oracle.Difference> difference = oracle.compare(script);
            if (difference.isPresent()) {
                throw mismatch(trial, trial.shortens() ? shrunk(oracle, difference.get()) : difference.get());
            }
        }
        trial.load(); // so that it is unloaded as after every check
    }

    /** Leaves out chunks of steps, smaller and smaller ones, as long as there are tries left. */
    private static Oracle.Difference shrunk(Oracle oracle, Oracle.Difference found) {
        int tries = 0;
        Oracle.Difference shortest = found;
        for (int chunk = shortest.script().size() / 2; chunk > 0; chunk /= 2) {
            int at = shortest.script().size() - 1 - chunk;
            while (at >= 0 && tries < SHRINKINGS) {
                tries++;
                List<ScriptStep> rest = new ArrayList<>(shortest.script());
                rest.subList(at, at + chunk).clear();
                shortest = oracle.compare(rest).orElse(shortest);
                at = Math.min(at, shortest.script().size() - 1) - chunk;
            }
        }
        return shortest;
    }

    private static Mismatch mismatch(SlotTrial trial, Oracle.Difference difference) {
        trial.forgetCalls();
        trial.note("the module is loaded afresh; /dev/slot0 to /dev/slot2 are its nodes");
        difference.script().forEach(step -> trial.note(step.toString()));
        return new Mismatch(
                "On a random sequence of calls, the module and the assignment disagree in the last one.",
                text(difference.script(), difference.wanted()),
                text(difference.script(), difference.got()));
    }

    private static String text(List<ScriptStep> script, Result result) {
        boolean read = script.get(script.size() - 1) instanceof ScriptStep.CallStep make && make.call() instanceof Read;
        if (result.isFailure() || !read) {
            return result.toString();
        }
        int end = result.bytes().length;
        while (end > 0 && result.bytes()[end - 1] == Buffer.FILL) {
            end--;
        }
        return "success, buf: " + Buffer.quoted(java.util.Arrays.copyOf(result.bytes(), end));
    }

    // ---- what the text leaves open is made alike ----

    /** Zero-length reads, and reads of messages that fit before the unmapped page, are left open: ask for others. */
    private static List<ScriptStep> settled(List<ScriptStep> script) {
        return script.stream().map(RandomChecks::settled).toList();
    }

    private static ScriptStep settled(ScriptStep step) {
        if (!(step instanceof ScriptStep.CallStep make) || !(make.call() instanceof Read read)) {
            return step;
        }
        Buffer buffer = read.buffer();
        Buffer other = buffer.length() == 0
                ? Buffer.room(1)
                : buffer.kind() == BufferPlace.CROSSING ? Buffer.unmapped(buffer.length()) : buffer;
        return new ScriptStep.CallStep(make.process(), new Read(read.fd(), other));
    }

    /** The errno is open where a buffer is bad, and where a length is wrong on a file without a channel. */
    private static Result settled(Call call, Result result) {
        if (!result.isFailure()) {
            return new Result(0, 0, result.bytes());
        }
        boolean open = call instanceof Write write
                ? write.buffer().length() == 0
                        || write.buffer().length() > 128
                        || !write.buffer().isReadable()
                : call instanceof Read read && read.buffer().kind() != BufferPlace.BYTES;
        int errno = open && result.errno() != Errno.EBADF.number() ? Errno.EFAULT.number() : result.errno();
        return new Result(-1, errno, result.bytes());
    }

    /** What one side answers to a script, with what is open made alike. */
    private interface Answers {
        List<Result> to(List<Call> script);

        Answers child() throws ErrnoException;

        void end();
    }

    private record ModelAnswers(SystemCalls calls) implements Answers {
        @Override
        public List<Result> to(List<Call> script) {
            return calls.run(script);
        }

        @Override
        public Answers child() throws ErrnoException {
            return new ModelAnswers(calls.fork());
        }

        @Override
        public void end() {
            calls.close();
        }
    }

    private record ModuleAnswers(SlotProcess subject) implements Answers {
        @Override
        public List<Result> to(List<Call> script) {
            return subject.quietly(script.size() + " random calls, the first " + script.get(0), script);
        }

        @Override
        public Answers child() {
            return new ModuleAnswers(subject.fork());
        }

        @Override
        public void end() {
            subject.exit();
        }
    }

    private record Settled(Answers answers) implements SystemCalls {

        @Override
        public List<Result> run(List<Call> script) {
            List<Result> results = answers.to(script);
            List<Result> settled = new ArrayList<>();
            for (int i = 0; i < script.size(); i++) {
                Call call = script.get(i);
                boolean givesDescriptor = call instanceof Open || call instanceof Dup;
                settled.add(givesDescriptor ? results.get(i) : settled(call, results.get(i)));
            }
            return settled;
        }

        @Override
        public Result run(Call call) {
            return run(List.of(call)).get(0);
        }

        @Override
        public SystemCalls fork() throws ErrnoException {
            return new Settled(answers.child());
        }

        @Override
        public void close() {
            answers.end();
        }
    }

    private record SettledModel(ModelKernel kernel) implements Oracle.FreshKernel {
        @Override
        public SystemCalls process() {
            return new Settled(new ModelAnswers(kernel.process()));
        }

        @Override
        public void close() {}
    }

    /** The module, loaded afresh. */
    private static final class Module implements Oracle.FreshKernel {
        private final SlotTrial trial;

        Module(SlotTrial trial) {
            this.trial = trial;
            trial.load();
        }

        @Override
        public SystemCalls process() {
            return new Settled(new ModuleAnswers(trial.process()));
        }

        @Override
        public void close() {
            trial.endProcesses();
            trial.unload();
        }
    }
}
