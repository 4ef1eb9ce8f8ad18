// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.util.concurrent.Callable;
import org.messageslot.guest.PinnedKernels;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;

/** {@code lab kernels}: which kernels guests run. */
@Command(
        name = "kernels",
        mixinStandardHelpOptions = true,
        description = {
            "Show the kernels of guests, which this kit pins by version and checksum.",
            "So all who have the same kit have the same kernels. Debian's archive keeps no version for ever: where it"
                    + " no longer has a pinned one, the newest that Debian signed stands in for it, and a line says so."
        },
        footer = {
            "",
            "Examples:",
            "  lab kernels           what is pinned, and what of it is in the cache",
            "  lab kernels update    move the pins to Debian's newest, for all with this kit",
            "",
            "Exit codes: 0 shown; 2 wrong usage; 3 the cache cannot be read."
        },
        subcommands = KernelsUpdateCommand.class)
public final class KernelsCommand implements Callable<Integer> {

    private static final String ROW = "%-7s %-6s %-48s %s";

    @Override
    public Integer call() {
        Screen screen = Screen.standard();
        screen.print(ROW.formatted("series", "for", "pinned", "here"));
        for (PinnedKernels.PinnedKernel line : GuestSetup.explained(PinnedKernels::list)) {
            screen.print(ROW.formatted(line.series(), line.architecture(), line.kernel(), line.state()));
        }
        return ExitCode.DONE;
    }
}
