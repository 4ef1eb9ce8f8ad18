// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.messageslot.guest.KernelSeries;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.bench.Benchmark;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lab bench all}: every benchmark, and a page of them. */
@Command(
        name = "all",
        mixinStandardHelpOptions = true,
        description = {
            "All of the above, those that count on both kernels. Takes six minutes.",
            "With --out DIR the figures go into a folder of DIR for each kernel, and a page of them all becomes DIR.md,"
                    + " beside DIR."
        },
        footer = {
            "",
            "Examples:",
            "  lab bench all",
            "  lab bench all --out docs/performance      make docs/performance.md anew",
            "  MSGSLOT_KERNEL=6.12 lab bench all         on one kernel only",
            "",
            "Exit codes: 0 measured; 1 the files cannot be written; 2 wrong usage;",
            "  3 a guest cannot run here, and the message says why."
        })
public final class BenchAllCommand implements Benchmark {

    @Mixin
    private BenchOutput output = new BenchOutput();

    private final List<PerformancePage.ReportFolder> entries = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
        output.prepare();
        for (KernelSeries series : kernels()) {
            add(series, BenchSlotCommand.onGuest(series, screen), screen);
            add(series, BenchChannelsCommand.report(series, screen), screen);
            add(series, BenchMemoryCommand.report(series, screen), screen);
        }
        KernelSeries usual = GuestSetup.options().series();
        add(usual, BenchSmpCommand.report(screen), screen);
        add(usual, BenchJavaCommand.report(screen), screen);
        add(usual, BenchGuestCommand.report(screen), screen);
        add(usual, BenchGradingCommand.report(screen), screen);
        add(usual, BenchWatchCommand.report(screen), screen);
        Path folder = output.folder();
        if (folder != null) {
            writePage(folder, screen);
        }
        return ExitCode.DONE;
    }

    private static List<KernelSeries> kernels() {
        return System.getenv("MSGSLOT_KERNEL") == null
                ? List.of(KernelSeries.values())
                : List.of(GuestSetup.options().series());
    }

    private void add(KernelSeries series, BenchReport report, Screen screen) {
        output.show(report, series.label(), screen);
        screen.print("");
        Path folder = output.folder();
        Path seen = folder == null ? Path.of("") : folder.toAbsolutePath().getFileName();
        entries.add(new PerformancePage.ReportFolder(seen.resolve(series.label()), report));
    }

    private void writePage(Path folder, Screen screen) {
        String accelerator = GuestSetup.accelerator(step -> {});
        Path page = folder.resolveSibling(folder.getFileName() + ".md");
        try {
            FinishedFile.write(page, PerformancePage.of("./lab bench all --out " + folder, accelerator, entries));
        } catch (IOException e) {
            throw LabException.failed("the page " + page + " cannot be written: " + e);
        }
        screen.print("wrote " + page);
    }
}
