// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.util.List;
import java.util.concurrent.Callable;
import org.messageslot.guest.PinnedKernels;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;

/** {@code lab kernels update}: the pins move to newer kernels. */
@Command(
        name = "update",
        mixinStandardHelpOptions = true,
        description = {
            "Move the pins to the newest kernels of Debian's archive.",
            "Those that guests run here are fetched first, and a module is built against each. If one fails, no pin"
                    + " is moved. The compiler that runs in guests moves with them. Share the changed files (git"
                    + " commit) with all who are to have the same."
        },
        footer = {
            "",
            "Examples:",
            "  lab kernels update    take Debian's newest from now on",
            "",
            "Exit codes: 0 moved, or there was nothing newer; 2 wrong usage;",
            "  3 a kernel is not to be had, or does not pass, and the message says why."
        })
final class KernelsUpdateCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Screen screen = Screen.standard();
        List<String> sentences = GuestSetup.explained(() ->
                screen.working("asking Debian's archive", progress -> PinnedKernels.update(Kit.home(), progress)));
        sentences.forEach(screen::print);
        return ExitCode.DONE;
    }
}
