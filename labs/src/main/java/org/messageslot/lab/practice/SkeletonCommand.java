// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.practice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Step;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.skeleton.Skeleton;
import org.messageslot.guest.KernelSeries;
import org.messageslot.guest.KernelTree;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab skeleton}: where a student begins. */
@Command(
        name = "skeleton",
        mixinStandardHelpOptions = true,
        description = {
            "Write the starting point for a module of your own: it builds, does nothing, and says in eight TODO steps what"
                    + " is to be done.",
            "After each step, lab grade DIR --upto N says whether what should work by then does.",
            "For editors there are compile_commands.json, by which clangd finds the kernel's headers (lab watch writes it where"
                    + " the headers are not there yet), and tasks for VS Code."
        },
        footer = {
            "",
            "Steps: 1 register, 2 open, 3 ioctl, 4 write, 5 read, 6 errors,",
            "  7 release and unload, 8 programs; and if you like, 9 wait, 10 queue, 11 map,",
            "  of which STEPS.md tells. They begin with the module that you have.",
            "",
            "Examples:",
            "  lab skeleton ex3              all of it is still to be done",
            "  lab grade ex3 --upto 1        after step 1: is that right?",
            "  lab skeleton six --upto 5     steps 1 to 5 are solved; 6 is next",
            "  lab walk 11                   the same as a walkthrough",
            "",
            "Exit codes: 0 written; 1 the folder cannot be written; 2 wrong usage."
        })
public final class SkeletonCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The folder; it is made, or is empty.")
    private Path folder = Path.of("");

    @Option(
            names = "--upto",
            paramLabel = "N",
            description = "Steps that are solved already, 0 to 8 (default: ${DEFAULT-VALUE}).")
    private int solved;

    @Override
    public Integer call() throws DataFileException {
        List<Step> steps = SlotAssignment.SLOT.steps().all();
        int last = SlotAssignment.SLOT.steps().last();
        if (solved < 0 || solved > last) {
            throw LabException.usage("--upto is a number of steps from 0 to " + last + ", not " + solved + ".");
        }
        checkThatNothingIsLost();
        try {
            new Skeleton(
                            Kit.home().resolve("kernel"),
                            SlotAssignment.SLOT.editions().standard().rubric())
                    .write(folder, solved);
            EditorFiles editor = new EditorFiles(folder);
            editor.writeTasks();
            KernelSeries series = GuestSetup.options().series();
            if (KernelTree.isCached(series)) {
                editor.writeCommands(KernelTree.of(series, step -> {}).headers());
            }
        } catch (IOException e) {
            throw LabException.failed(folder + " cannot be written: " + e.getMessage());
        }
        Screen screen = Screen.standard();
        screen.print("Wrote " + folder + "; " + folder.resolve(Skeleton.GUIDE) + " tells about the steps.");
        if (solved < last) {
            Step next = steps.get(solved);
            screen.print("Next is step " + next.number() + ", " + next.title() + ": look for 'TODO step "
                    + next.number() + "', then type");
            screen.print("  lab grade " + asTyped(folder) + " --upto " + next.number());
        } else {
            screen.print("All steps are solved; type: lab grade " + asTyped(folder));
        }
        return ExitCode.DONE;
    }

    /** {@return a path as a shell takes it for one word} */
    private static String asTyped(Path path) {
        String name = path.toString();
        if (name.matches("[\\p{L}\\p{N}_./:\\\\+-]+")) {
            return name;
        }
        return name.matches("[^\"$`\\\\!]*") ? '"' + name + '"' : "'" + name.replace("'", "'\\''") + "'";
    }

    private void checkThatNothingIsLost() {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw LabException.usage(folder + " is a file; name a new folder.");
        }
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw LabException.usage(folder + " is not empty; name a new folder, so that no work is lost.");
            }
        } catch (IOException e) {
            throw LabException.failed(folder + " cannot be read: " + e.getMessage());
        }
    }
}
