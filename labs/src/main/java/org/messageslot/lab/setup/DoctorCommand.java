// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.setup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab doctor}: say what this machine has, what it lacks, and install that. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Look for what the lab needs: each line says what, whether it is there, why it matters, and the fix.",
        footer = {
            "",
            "Examples:",
            "  lab doctor",
            "  lab doctor --fix           says what would be installed, then asks",
            "  lab doctor --fix --yes     does not ask",
            "  lab doctor --grading       what a machine needs that does nothing but grade",
            "  lab doctor --json >a.json  the same for programs, and for --compare",
            "  lab doctor --compare a.json b.json c.json    how the machines of a room differ",
            "",
            "Exit codes: 0 nothing that is needed is missing, or the machines are alike;",
            "  1 they differ; 2 wrong usage; 3 something is missing still."
        })
public final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--fix",
            description =
                    "Install what is missing by apt, dnf or pacman (with sudo, unless root); asks first on a terminal.")
    private boolean fix;

    @Option(
            names = {"-y", "--yes"},
            description = "With --fix: do not ask.")
    private boolean yes;

    @Option(names = "--grading", description = "Look for what lab grade needs, and nothing else.")
    private boolean grading;

    @Option(names = "--json", description = "Print JSON instead of lines; docs/doctor.md describes it.")
    private boolean json;

    @Option(
            names = "--compare",
            arity = "2..*",
            paramLabel = "FILE",
            description = "Look at no machine: compare what --json printed on two or more.")
    private List<Path> compared = List.of();

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
        if (!compared.isEmpty()) {
            return compare(screen);
        }
        List<Finding> findings = screen.working("looking around", this::look);
        print(screen, findings);
        if (fix && new Preparation(screen, yes).fix(findings)) {
            findings = screen.working("looking again", this::look);
            print(screen, findings);
        }
        return conclude(screen, findings);
    }

    private List<Finding> look(Consumer<String> progress) {
        return grading ? Doctor.forGrading() : Doctor.all(progress);
    }

    private int compare(Screen screen) {
        Map<String, DoctorReport> reports = new LinkedHashMap<>();
        for (Path file : compared) {
            DoctorReport report = DoctorReport.read(file);
            String name = report.machine().name();
            // Machines of one image may all have the same name.
            reports.put(reports.containsKey(name) ? name + " (" + file + ")" : name, report);
        }
        DoctorComparison comparison = DoctorComparison.of(reports);
        screen.write(comparison.text());
        return comparison.differences().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void print(Screen screen, List<Finding> findings) {
        if (json) {
            return; // One document, printed in the end.
        }
        for (Finding finding : findings) {
            screen.print(finding.state().markup() + " @|bold " + String.format("%-15s", finding.what()) + "|@ "
                    + finding.detail() + "; " + finding.why());
            if (!finding.fix().isEmpty()) {
                screen.print(" ".repeat(25) + "fix: " + finding.fix());
            }
        }
    }

    private Integer conclude(Screen screen, List<Finding> findings) {
        long missing = findings.stream().filter(Finding::isMissing).count();
        if (json) {
            screen.write(DoctorReport.of(findings).toJson());
            return missing == 0 ? ExitCode.DONE : ExitCode.MISSING;
        }
        if (missing == 0) {
            screen.print("Nothing that is needed is missing. Try: ./lab tour");
            return ExitCode.DONE;
        }
        boolean helps = !fix
                && findings.stream()
                        .anyMatch(finding ->
                                finding.isMissing() && !finding.packages().isEmpty());
        screen.print(missing + " of " + findings.size() + " missing."
                + (helps ? " ./lab doctor --fix installs what can be." : ""));
        return ExitCode.MISSING;
    }
}
