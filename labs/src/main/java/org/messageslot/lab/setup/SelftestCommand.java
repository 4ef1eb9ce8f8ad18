// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.FileTrouble;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab selftest}: does the kit do on this machine what it is for? */
@Command(
        name = "selftest",
        mixinStandardHelpOptions = true,
        description = {
            "Try on this machine what the kit is for, and write a report to send.",
            "It looks for what is needed, starts a guest, checks a lab, grades the kit's own module and some wrong ones, and"
                    + " searches a module for races: some minutes. The report names the machine's system, processor and"
                    + " programs, and nobody."
        },
        footer = {
            "",
            "Examples:",
            "  lab selftest                       on a machine that nobody has tried",
            "  lab selftest --out mac.txt         with the report under another name",
            "  MSGSLOT_ARCH=arm64 lab selftest    with guests of another processor",
            "",
            "Exit codes: 0 all is as it should be; 1 something is not, and the report says",
            "  what; 2 wrong usage; 3 the report cannot be written."
        })
public final class SelftestCommand implements Callable<Integer> {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "selftest.txt",
            description = "Where the report is written (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
        String machine = DoctorReport.Machine.thisOne().line();
        write("The self-test was not finished.\n"); // A report that cannot be written is noticed before the work.
        screen.print(machine);
        SelfTest test = SelfTest.of(machine, step -> walk(screen, step));
        write(test.text());
        int failed = test.failures().size();
        screen.print(
                failed == 0
                        ? "All is as it should be. The report is in " + out + "."
                        : failed + " of " + test.results().size() + " steps failed. Please send " + out
                                + " to whoever gave you the kit: it says where.");
        return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static SelfTest.TriedResult walk(Screen screen, SelfTest.TriedCommand step) {
        List<String> command =
                new ArrayList<>(List.of("sh", Kit.home().resolve("lab").toString()));
        command.addAll(step.words());
        long start = System.nanoTime();
        Tool.ToolAnswer outcome;
        try {
            outcome = screen.working(step.command(), progress -> Tool.run(command.toArray(String[]::new)));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        SelfTest.TriedResult result =
                new SelfTest.TriedResult(step, outcome, Duration.ofNanos(System.nanoTime() - start));
        screen.print(result.line());
        return result;
    }

    private void write(String text) {
        try {
            FinishedFile.write(out, text);
        } catch (IOException e) {
            throw LabException.missing("the report cannot be written: " + FileTrouble.sentence(e));
        }
    }
}
