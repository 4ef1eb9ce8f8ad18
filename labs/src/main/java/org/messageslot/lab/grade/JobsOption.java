// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import org.messageslot.grading.engine.Grader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --jobs}: how much is done side by side. */
public final class JobsOption {

    private int number = Grader.Wish.oneForEachProcessor();
    private boolean chosen;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "Guests at a time, 1 to 64 (default: one for each processor, and for a class one more).")
    public void number(int wanted) {
        if (wanted < 1 || wanted > Grader.Wish.MAX_JOBS) {
            throw new ParameterException(
                    command.commandLine(),
                    "--jobs is a number from 1 to " + Grader.Wish.MAX_JOBS + ", not " + wanted + ".");
        }
        number = wanted;
        chosen = true;
    }

    /** {@return how many, 1 to 64} */
    public int number() {
        return number;
    }

    /**
     * {@return how many submissions of a class, 1 to 64; one more than there are processors, unless the user chose}
     *
     * <p>Some wait: for a call that does not return, for a guest to end. Processors should not wait with them.
     */
    public int forClass() {
        return chosen ? number : Math.min(Grader.Wish.MAX_JOBS, number + 1);
    }
}
