// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.CsvFile;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.MoodleSheet;
import org.messageslot.grading.course.export.Anonymous;
import org.messageslot.grading.course.export.CanvasTable;
import org.messageslot.grading.course.export.GradeChange;
import org.messageslot.grading.course.export.MoodleFeedback;
import org.messageslot.grading.course.export.MoodleWorksheet;
import org.messageslot.grading.course.report.ClassFile;
import org.messageslot.grading.course.report.ClassFolder;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.Shown;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab export}: a graded class in the forms that course systems take. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Write the grades of a class in the form that a course system takes. Nothing is graded for that.",
            "REPORTS is the folder that lab grade CLASS --out wrote. Its grades.csv is for everything else, and"
                    + " feedback/ has results.json for Gradescope and annotations for GitHub Classroom."
        },
        footer = {
            "",
            "Examples:",
            "  lab export reports --moodle worksheet.csv        fills in the worksheet",
            "  lab export reports --moodle-feedback             reports/moodle-feedback.zip",
            "  lab export reports --canvas \"Exercise 3 (1234)\"  reports/canvas.csv",
            "  lab export reports --canvas \"Exercise 3 (1234)\" --gradebook book.csv --dry-run",
            "                                                   only says what would change",
            "  lab export reports --anonymous data --key who-is-who.csv",
            "                                                   grades without names",
            "",
            "Exit codes: 0 done; 1 done, and some submissions have no row in the worksheet;",
            "  2 wrong usage; 3 a file cannot be read or written."
        })
public final class ExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "REPORTS", description = "The folder of the graded class.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path reports;

    @Option(
            names = "--moodle",
            paramLabel = "FILE.csv",
            description = "Fill in this offline grading worksheet, downloaded from the assignment in Moodle.")
    private @Nullable Path moodle;

    @Option(
            names = "--grade-column",
            paramLabel = "TITLE",
            description = "The worksheet's column for grades, if it is not found.")
    private @Nullable String gradeColumn;

    @Option(
            names = "--feedback-column",
            paramLabel = "TITLE",
            description = "The worksheet's column for feedback (default: the last one).")
    private @Nullable String feedbackColumn;

    @Option(
            names = "--moodle-feedback",
            description =
                    "Write moodle-feedback.zip: every student's page, for Moodle's \"Upload multiple feedback files"
                            + " in a zip\".")
    private boolean moodleFeedback;

    @Option(
            names = "--canvas",
            paramLabel = "ASSIGNMENT",
            description = "Write canvas.csv for this assignment, as the export of Canvas' gradebook titles it.")
    private @Nullable String canvas;

    @Option(
            names = "--gradebook",
            paramLabel = "FILE.csv",
            description = "The export of Canvas' gradebook, to say what --canvas changes in it.")
    private @Nullable Path gradebook;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Write nothing; say what would change: who, the old grade, the new one.")
    private boolean dryRun;

    @Option(
            names = "--anonymous",
            paramLabel = "DIR",
            description = "Write the class without names, file names, logs and hashes; needs --key.")
    private @Nullable Path anonymous;

    @Option(
            names = "--key",
            paramLabel = "FILE.csv",
            description =
                    "The names behind the numbers of --anonymous. If it exists, each student keeps the number. Keep it apart.")
    private @Nullable Path key;

    @Override
    public Integer call() throws Exception {
        if (moodle == null && !moodleFeedback && canvas == null && anonymous == null) {
            throw LabException.usage(
                    "say what for: --moodle FILE.csv, --moodle-feedback, --canvas ASSIGNMENT or" + " --anonymous DIR.");
        }
        Screen screen = Screen.standard();
        try {
            GradedClass whole = ClassFile.readWhole(reports);
            MoodleWorksheet worksheet = moodle == null
                    ? null
                    : MoodleWorksheet.of(
                            CsvFile.read(moodle), new MoodleWorksheet.ColumnTitles(gradeColumn, feedbackColumn));
            boolean complete = worksheet == null || worksheet(screen, whole, worksheet);
            if (moodleFeedback) {
                complete &= feedback(screen, whole, worksheet == null ? null : worksheet.sheet());
            }
            if (canvas != null) {
                CanvasTable.Import table =
                        CanvasTable.render(whole, canvas, gradebook == null ? null : CsvFile.read(gradebook));
                tell(screen, table.changes());
                write(screen, reports.resolve(CanvasTable.FILE), table.text());
            }
            if (anonymous != null) {
                withoutNames(screen, whole, anonymous);
            }
            return complete ? ExitCode.DONE : ExitCode.FAILED;
        } catch (ClassException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw LabException.missing("the export cannot be written: " + e.getMessage());
        }
    }

    private boolean worksheet(Screen screen, GradedClass whole, MoodleWorksheet worksheet) throws IOException {
        MoodleWorksheet.Filled filled = worksheet.filledIn(whole);
        tell(screen, filled.changes());
        write(screen, reports.resolve("moodle.csv"), filled.text());
        screen.write(filled.filled() + " of " + whole.graded().size() + " grades are in it.\n");
        if (!filled.unknown().isEmpty()) {
            screen.write("These have no row in the worksheet: " + String.join(", ", filled.unknown()) + "\n");
        }
        return filled.unknown().isEmpty();
    }

    /** Says what is lost before anything is written; everything, if nothing is. */
    private void tell(Screen screen, List<GradeChange> changes) {
        List<GradeChange> losses = changes.stream().filter(GradeChange::isLoss).toList();
        if (dryRun) {
            changes.stream().filter(GradeChange::isAny).forEach(change -> screen.write("  " + shown(change)));
            long same = changes.stream().filter(change -> !change.isAny()).count();
            screen.write((changes.size() - same) + " change, " + losses.size() + " of them to less; " + same
                    + " stay as they are.\n");
        } else if (!losses.isEmpty()) {
            screen.write(losses.size() + (losses.size() == 1 ? " grade becomes" : " grades become")
                    + " less than it is there" + " now:\n");
            losses.forEach(change -> screen.write("  " + shown(change)));
        }
    }

    private static String shown(GradeChange change) {
        return Shown.name(change.line()) + (change.isLoss() ? "  (less)" : "") + "\n";
    }

    private boolean feedback(Screen screen, GradedClass whole, @Nullable MoodleSheet sheet) throws IOException {
        MoodleFeedback feedback = MoodleFeedback.of(whole, reports, sheet);
        Path file = reports.resolve(MoodleFeedback.FILE);
        if (!dryRun) {
            FinishedFile.write(file, feedback.bytes());
        }
        screen.write(written() + file + ", for " + feedback.students() + " students\n");
        if (!feedback.unknown().isEmpty()) {
            screen.write("These have no number of Moodle's: " + String.join(", ", feedback.unknown()) + "\n");
        }
        return feedback.unknown().isEmpty();
    }

    private String written() {
        return dryRun ? "Would be written: " : "Written: ";
    }

    private void write(Screen screen, Path file, String text) throws IOException {
        if (!dryRun) {
            FinishedFile.write(file, text);
        }
        screen.write(written() + file + "\n");
    }

    private void withoutNames(Screen screen, GradedClass whole, Path folder) throws IOException {
        if (key == null) {
            throw LabException.usage("--anonymous needs --key FILE.csv, which will say who is who.");
        }
        Path apart = key.toAbsolutePath().normalize();
        if (apart.startsWith(folder.toAbsolutePath().normalize())) {
            throw LabException.usage("keep the key apart: " + key + " lies in the folder that it is the key to.");
        }
        CsvFile old = Files.exists(key) ? CsvFile.read(key) : null;
        Anonymous nameless = Anonymous.of(whole, old);
        if (dryRun) {
            for (String number : nameless.fresh()) {
                screen.write("  - -> " + number + "\n");
            }
            screen.write(nameless.fresh().size() + " new numbers, "
                    + (nameless.whole().graded().size() - nameless.fresh().size()) + " stay as they are.\n");
            screen.write(written() + folder + " and " + key + "\n");
            return;
        }
        FinishedFile.write(key, nameless.key());
        ClassFolder target = new ClassFolder(folder, SlotAssignment.SLOT.wording());
        for (Graded one : nameless.whole().graded()) {
            target.write(one);
        }
        target.writeTables(nameless.whole());
        screen.write("Written: " + folder + ", without names; " + key + " says who is who, so keep it apart.\n");
    }
}
