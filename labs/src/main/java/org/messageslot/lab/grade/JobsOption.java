// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import org.messageslot.grading.engine.Grader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --jobs}: how much is done side by side. */
public final class JobsOption {

    private int number = Grader.Wish.usualJobs();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "Guests at a time, 1 to 64 (default: one more than there are processors).")
    public void number(int wanted) {
        if (wanted < 1 || wanted > Grader.Wish.MAX_JOBS) {
            throw new ParameterException(
                    command.commandLine(),
                    "--jobs is a number from 1 to " + Grader.Wish.MAX_JOBS + ", not " + wanted + ".");
        }
        number = wanted;
    }

    /** {@return how many, 1 to 64} */
    public int number() {
        return number;
    }
}
