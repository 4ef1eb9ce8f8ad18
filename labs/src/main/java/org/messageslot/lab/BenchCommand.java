// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lab bench}: measure, and print figures. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure the guest: boot, restore, calls, memory.")
final class BenchCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return ExitCode.DONE;
    }
}
