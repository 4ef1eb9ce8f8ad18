// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.practice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.Callable;
import org.messageslot.grading.Grade;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.engine.Practice;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.lab.grade.ChecksOptions;
import org.messageslot.lab.grade.Graders;
import org.messageslot.lab.grade.JobsOption;
import org.messageslot.lab.grade.PracticeScreen;
import org.messageslot.lab.grade.ShowLogOption;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab watch}: an answer after each save. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Compile a module and run its checks whenever a source is saved, until Ctrl-C.",
            "If it does not compile, that is the answer. If it does, the check that failed first in the run before comes first,"
                    + " then those that find the usual mistakes, then those under ordinary conditions, then the others."
                    + " Checks under plain conditions share a warm guest, as with lab grade --quick; a save in the middle"
                    + " begins anew."
        },
        footer = {
            "",
            "Examples:",
            "  lab watch ex3 --upto 4       while step 4 of lab skeleton is being written",
            "  lab watch ex3 --only faults  one group of checks",
            "",
            "Exit codes: 1 it went wrong; 2 wrong usage; 3 something that is needed is",
            "  missing, and the",
            "  message says how to get it; 130 ended by Ctrl-C."
        })
public final class WatchCommand implements Callable<Integer> {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    @Parameters(paramLabel = "FOLDER", description = "The folder with message_slot.c.")
    private Path folder = Path.of("");

    @Mixin
    private final ChecksOptions checks = new ChecksOptions();

    @Mixin
    private final ShowLogOption log = new ShowLogOption();

    @Mixin
    private final JobsOption jobs = new JobsOption();

    private Set<String> first = Set.of();

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(folder)) {
            throw LabException.usage("there is no folder " + folder + "; name the one with message_slot.c.");
        }
        Screen screen = Screen.standard();
        Edition chosen;
        Rubric rubric;
        try {
            chosen = checks.edition();
            rubric = checks.rubric(chosen).withoutBonus();
        } catch (DataFileException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        }
        Grader.Wish wish = new Grader.Wish(rubric, jobs.number(), 0, log.wanted());
        Grader grader = Graders.grader(screen, chosen);
        EditorFiles editor = new EditorFiles(folder);
        if (editor.lackCommands()) {
            editor.writeCommands(grader.stock().kernel().headers());
        }
        try (Practice practice = new Practice(grader)) {
            new Watching(new SavedFiles(folder), () -> run(screen, practice, wish)).watch();
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
        return ExitCode.DONE;
    }

    private void run(Screen screen, Practice practice, Grader.Wish wish) throws Exception {
        screen.print("");
        screen.print("@|bold " + folder + "|@ at "
                + LocalTime.now(ZoneId.systemDefault()).format(CLOCK));
        PracticeScreen shown = new PracticeScreen(screen, folder.toString(), log.wanted());
        try {
            boolean judged = practice.run(folder, wish, first, shown)
                    .map(grade -> concluded(screen, shown, grade))
                    .orElse(false);
            if (judged) {
                first = shown.firstFailed().map(Set::of).orElse(Set.of());
            }
        } catch (SubmissionException e) {
            screen.write("There is nothing to compile: " + e.getMessage() + "\n");
        } catch (InterruptedException e) {
            screen.print("Saved again; beginning anew.");
            return;
        } catch (IOException e) {
            screen.write("The folder cannot be read (" + e.getMessage() + "); waiting for the next save.\n");
        }
        practice.warmUp(wish.jobs());
        screen.note("Waiting for the next save; Ctrl-C ends.");
    }

    private static boolean concluded(Screen screen, PracticeScreen shown, Grade grade) {
        if (!grade.gradable()) {
            screen.write("The grader failed, not the module: " + String.join(" ", grade.ungradableBecause()) + "\n");
            return false;
        }
        shown.conclude();
        return true;
    }
}
