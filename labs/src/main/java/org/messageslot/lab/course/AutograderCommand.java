// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.policy.Policy;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.lab.grade.EditionOption;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lab autograder}: grade where students upload, by the same engine. */
@Command(
        name = "autograder",
        mixinStandardHelpOptions = true,
        description = {
            "Write the autograder that Gradescope asks for: a zip with setup.sh, run_autograder and this kit. It grades"
                    + " by the same engine as lab grade, checks in kernels of their own included.",
            "setup.sh needs the network: it installs Debian's packages, fetches the kernel, and grades the kit's own"
                    + " module once. Grading needs none. Submissions are compiled in a sandbox there, too: where a"
                    + " container allows none, setup.sh fails, and says so.",
            "Give the container 2 GB of memory and 10 minutes at least."
        },
        footer = {
            "",
            "Examples:",
            "  lab autograder --gradescope autograder.zip",
            "  lab autograder --gradescope autograder.zip --edition 2026 --minutes 20",
            "  lab autograder --gradescope autograder.zip --policy policy.json",
            "",
            "Exit codes: 0 written; 1 it cannot be written; 2 wrong usage."
        })
public final class AutograderCommand implements Callable<Integer> {

    @Option(names = "--gradescope", paramLabel = "FILE.zip", description = "Write the bundle here.")
    private @Nullable Path bundle;

    @Mixin
    private final EditionOption edition = new EditionOption();

    @Option(
            names = "--policy",
            paramLabel = "FILE.json",
            description = "What lateness costs and who has an extension, as for lab grade; by default that is"
                    + " Gradescope's affair.")
    private @Nullable Path policy;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "Stop grading after so long, which must be less than Gradescope's time limit (default:"
                    + " ${DEFAULT-VALUE}).")
    private int minutes = 9;

    @Option(names = "--run", paramLabel = "DIR", hidden = true, description = "Grade, in the container.")
    private @Nullable Path root;

    @Override
    public Integer call() throws Exception {
        if (root != null) {
            return AutograderRun.in(root);
        }
        if (bundle == null) {
            throw LabException.usage("say where the bundle goes: --gradescope FILE.zip.");
        }
        if (minutes < 1 || minutes > 600) {
            throw LabException.usage("--minutes is a number from 1 to 600, not " + minutes + ".");
        }
        Path whole = bundle.toAbsolutePath();
        if (Files.isDirectory(whole) || !Files.isDirectory(whole.resolveSibling("."))) {
            throw LabException.failed(
                    bundle + " cannot be written: name a file, in a folder that is there, autograder.zip for example.");
        }
        try {
            new GradescopeBundle(edition(), policy(), minutes).write(bundle);
        } catch (IOException e) {
            throw LabException.failed(bundle + " cannot be written: " + e.getMessage());
        }
        Screen screen = Screen.standard();
        screen.print("Written: " + bundle + ", " + (Files.size(bundle) >> 20) + " MB. Upload it in the assignment under"
                + " 'Configure Autograder'.");
        screen.print("Give the container 2 GB of memory, and a time limit above " + minutes + " minutes.");
        return ExitCode.DONE;
    }

    private String edition() throws IOException {
        try {
            edition.edition();
            return SlotAssignment.SLOT.editions().isKnown(edition.name())
                    ? SlotAssignment.SLOT.editions().text(edition.name())
                    : Files.readString(Path.of(edition.name()));
        } catch (DataFileException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String policy() throws IOException {
        try {
            if (policy == null) {
                return null;
            }
            Policy.read(policy);
            return Files.readString(policy);
        } catch (DataFileException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        }
    }
}
