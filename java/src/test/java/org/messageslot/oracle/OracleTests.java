// SPDX-License-Identifier: Apache-2.0
package org.messageslot.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.messageslot.Errno;
import org.messageslot.ErrnoException;
import org.messageslot.calls.Buffer;
import org.messageslot.calls.Call;
import org.messageslot.calls.Read;
import org.messageslot.calls.Result;
import org.messageslot.calls.SystemCalls;
import org.messageslot.model.ModelKernel;

class OracleTests {

    private static final int STEPS = 20_000;

    private record Model(ModelKernel kernel, UnaryOperator<SystemCalls> change) implements Oracle.FreshKernel {
        @Override
        public SystemCalls process() {
            return change.apply(kernel.process());
        }

        @Override
        public void close() {}
    }

    private static Oracle.FreshKernel model() {
        return new Model(new ModelKernel(), UnaryOperator.identity());
    }

    /** A kernel with a planted mistake: reads into 64 bytes fail, whatever the message. */
    private static Oracle.FreshKernel mistaken() {
        return new Model(new ModelKernel(), Mistaken::new);
    }

    private record Mistaken(SystemCalls calls) implements SystemCalls {
        @Override
        public Result run(Call call) {
            Result result = calls.run(call);
            boolean wrong = call instanceof Read read && read.buffer().length() == 64 && !result.isFailure();
            return wrong ? new Result(-1, Errno.ENOSPC.number(), result.bytes()) : result;
        }

        @Override
        public SystemCalls fork() throws ErrnoException {
            return new Mistaken(calls.fork());
        }

        @Override
        public void close() {
            calls.close();
        }
    }

    @Test
    void findsNothingWhereNothingDiffers() {
        assertThat(new Oracle(OracleTests::model, OracleTests::model).compare(new RandomScript(1).next(STEPS)))
                .isEmpty();
    }

    @Test
    void shrinksAPlantedMistakeToTheStepsThatShowIt() {
        Oracle oracle = new Oracle(OracleTests::model, OracleTests::mistaken);
        Optional<Oracle.Difference> difference = oracle.compare(new RandomScript(2).next(STEPS));
        assertThat(difference).isPresent();
        Oracle.Difference shortest = oracle.shrink(difference.get());
        // open, select, write, read is the shortest way to a message; dup or fork may stand in for a lower descriptor.
        assertThat(shortest.script()).hasSizeBetween(4, 9);
        assertThat(shortest.toString()).contains("buf, 64)").contains("wanted ").contains("ENOSPC");
    }

    @Test
    void onlyScriptsWithCensorshipTellHowAModuleCensors() {
        Oracle oracle = new Oracle(
                () -> new Model(new ModelKernel(3), UnaryOperator.identity()),
                () -> new Model(new ModelKernel(4), UnaryOperator.identity()));
        assertThat(oracle.compare(new RandomScript(3).next(STEPS))).isEmpty();
        assertThat(oracle.compare(RandomScript.withCensorship(3).next(STEPS))).isPresent();
    }

    @Test
    void sameSeedMakesTheSameScript() {
        assertThat(new RandomScript(3).next(500))
                .hasToString(new RandomScript(3).next(500).toString());
    }

    @Test
    void scriptsReachEveryAnswerOfTheSpecification() {
        List<String> answers = new ArrayList<>();
        SystemCalls process = new ModelKernel().process();
        for (ScriptStep step : new RandomScript(4).next(STEPS)) {
            if (step instanceof ScriptStep.CallStep make) {
                Result result = process.run(make.call());
                answers.add(make.call().name()
                        + (result.isFailure() ? " " + Errno.of(result.errno()).name() : ""));
            }
        }
        assertThat(answers)
                .contains("open", "close", "dup", "ioctl", "write", "read")
                .contains("ioctl EINVAL", "ioctl EBADF", "write EINVAL", "write EMSGSIZE", "write EFAULT")
                .contains("read EINVAL", "read EWOULDBLOCK", "read ENOSPC", "read EFAULT", "write EBADF", "read EBADF");
        long succeeded =
                answers.stream().filter(answer -> answer.equals("read")).count();
        assertThat(succeeded).isGreaterThan(STEPS / 20);
    }

    @Test
    void leavesTheScriptAsItIs() {
        Read read = new Read(3, Buffer.room(8));
        List<ScriptStep> script = List.of(new ScriptStep.CallStep(0, read));
        new Oracle(OracleTests::model, OracleTests::model).compare(script);
        assertThat(read.buffer().bytes()).containsOnly(Buffer.FILL);
    }
}
