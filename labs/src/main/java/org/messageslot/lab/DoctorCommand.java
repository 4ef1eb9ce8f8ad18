// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
            "  lab doctor --fix           says what would be installed and how large it is, then asks",
            "  lab doctor --fix --yes     does not ask",
            "  lab doctor --grading       what a machine needs that does nothing but grade",
            "",
            "Exit codes: 0 nothing that is needed is missing; 2 wrong usage; 3 something",
            "  is missing still."
        })
final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--fix",
            description = "Install what is missing through apt (with sudo, unless root); asks first on a terminal.")
    private boolean fix;

    @Option(
            names = {"-y", "--yes"},
            description = "With --fix: do not ask.")
    private boolean yes;

    @Option(names = "--grading", description = "Look for what lab grade needs, and nothing else.")
    private boolean grading;

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
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

    private static void print(Screen screen, List<Finding> findings) {
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
        if (missing == 0) {
            screen.print("Nothing that is needed is missing. Try: ./lab tour");
            return ExitCode.DONE;
        }
        screen.print(missing + " of " + findings.size() + " missing."
                + (fix ? "" : " ./lab doctor --fix installs what apt has."));
        return ExitCode.MISSING;
    }
}
