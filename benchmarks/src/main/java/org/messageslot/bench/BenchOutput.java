// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Option;

/** The option of benchmarks that say where their files go. */
final class BenchOutput {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Also write the figures as CSV and JSON, and plots as SVG and PNG, into this folder.")
    private @Nullable Path folder;

    /** Makes the folder, so that nothing is measured in vain. */
    void prepare() {
        Path wanted = folder;
        if (wanted == null) {
            return;
        }
        try {
            Files.createDirectories(wanted);
        } catch (IOException e) {
            throw LabException.failed("there can be no folder " + wanted + " for the figures; name another.");
        }
        if (!Files.isWritable(wanted)) {
            throw LabException.failed("the folder " + wanted + " cannot be written; name another.");
        }
    }

    /** {@return where the user wants files; {@code null} if nowhere} */
    @Nullable
    Path folder() {
        return folder;
    }

    /** Makes a report. */
    interface ReportMaker {
        /** Measures, and says on the screen what takes long. */
        BenchReport measured(Screen screen) throws Exception;
    }

    /** Measures, shows the report, and writes it where the user wants it; {@return the exit code} */
    int shown(ReportMaker maker) throws Exception {
        Screen screen = Screen.standard();
        prepare();
        show(maker.measured(screen), "", screen);
        return ExitCode.DONE;
    }

    /** Shows a report, and writes it into a folder of where the user wants it. */
    void show(BenchReport report, String subfolder, Screen screen) {
        report.lines().forEach(screen::print);
        if (folder == null) {
            return;
        }
        Path wanted = folder.resolve(subfolder);
        try {
            screen.print("");
            report.write(wanted).forEach(file -> screen.print("wrote " + file));
        } catch (IOException e) {
            throw LabException.failed("the figures cannot be written into " + wanted + ": " + e);
        }
    }
}
