// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import static org.assertj.core.api.Assertions.assertThat;

import picocli.CommandLine;

/** What each command's help has to say. */
public final class CommandHelp {

    private CommandHelp() {}

    /** Asserts that a command says how it is used, with examples and exit codes, in lines that a terminal does not fold. */
    public static void assertIsWhole(CommandLine command) {
        assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF))
                .contains("Usage: " + command.getCommandSpec().qualifiedName())
                .contains("Examples:")
                .contains("Exit codes: ");
        assertThat(command.getCommandSpec().usageMessage().footer())
                .as("lines that a terminal of 80 columns does not fold")
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
}
