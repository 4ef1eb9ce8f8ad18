// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whose sources are compiled without a sandbox: nobody's, unless somebody answers for them. */
final class TrustOptions {

    @Option(
            names = "--trust-sources",
            description = "Compile a module of your own without a sandbox, where this machine refuses one; every report"
                    + " says so.")
    private boolean own;

    @Option(
            names = "--trust-class",
            description =
                    "Of a class: compile what others wrote without a sandbox, with all that you may do and read on"
                            + " this machine; every report says so.")
    private boolean others;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    /** {@return whether a submission is compiled without a sandbox} */
    boolean forOne() {
        if (others) {
            throw wrong("--trust-class is for a class, and this is one submission; of your own module say"
                    + " --trust-sources.");
        }
        return own;
    }

    /** {@return whether a class is} */
    boolean forClass() {
        if (own) {
            throw wrong(
                    "--trust-sources is for a module of your own, and this is a class: what others wrote is compiled"
                            + " in a sandbox. Should you answer for all of it, say --trust-class instead (docs/sandbox.md).");
        }
        return others;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
