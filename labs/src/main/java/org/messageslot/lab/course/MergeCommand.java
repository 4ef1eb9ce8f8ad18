// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.report.ClassFolder;
import org.messageslot.grading.course.report.Merging;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.lab.grade.ClassRun;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab merge}: a class, put together of its shards. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = {
            "Put a class together that was graded in shards, on several machines for example: the report is that of a"
                    + " class that was graded in one go. Nothing is graded for that.",
            "SHARD is a folder that lab grade CLASS --shard I/N --out wrote; all N are needed."
        },
        footer = {
            "",
            "Examples:",
            "  lab grade class.zip --out part-1 --shard 1/2     on one machine",
            "  lab grade class.zip --out part-2 --shard 2/2     on another one",
            "  lab merge part-1 part-2 --out reports",
            "",
            "Exit codes: 0 done; 2 wrong usage, or these are not all shards of one class;",
            "  3 a file cannot be read or written, or some could not be graded."
        })
public final class MergeCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "SHARD", description = "The folders of all shards, in any order.")
    private List<Path> shards = new ArrayList<>();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Write the report of the class here; there must be none yet.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Override
    public Integer call() {
        if (Files.exists(out)) {
            throw LabException.usage(out + " is there already; name another folder with --out, or delete it.");
        }
        Screen screen = Screen.standard();
        try {
            GradedClass whole = Merging.merge(shards, out, SlotAssignment.SLOT.wording());
            new ClassFolder(out, SlotAssignment.SLOT.wording()).write(whole);
            ClassRun.summary(screen, whole, out);
            return whole.ungradable().isEmpty() ? ExitCode.DONE : ExitCode.MISSING;
        } catch (ClassException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw LabException.missing("the shards cannot be merged: " + e.getMessage());
        }
    }
}
