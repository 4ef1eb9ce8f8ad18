// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Points;
import org.messageslot.grading.Run;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.report.Reports;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab grade}: judge a submission, each check in a fresh kernel. */
@Command(
        name = "grade",
        mixinStandardHelpOptions = true,
        description = {
            "Judge a message slot: build it in a sandbox, run every check in a fresh kernel of its own, and say what"
                    + " works, what does not, and why.",
            "PATH is a folder or an archive with message_slot.c, message_slot.h, message_sender.c and message_reader.c"
                    + " (or MessageSender.java and MessageReader.java);"
                    + " or a whole class: what Moodle, Canvas, Gradescope or GitHub Classroom let you download, or a folder or an archive"
                    + " of such archives. Of a class, what was finished is not graded again: after an interruption, give"
                    + " the same command again."
        },
        footer = {
            "",
            "Examples:",
            "  lab grade kernel                         the kit's own module: 100 of 100",
            "  lab grade ex3_123456789.zip --out grade  reports as HTML, JSON and others, too",
            "  lab grade ex3 --only faults,read-twice   some groups and checks",
            "  lab grade class.zip --plan plan.csv      only says whose which file is",
            "  lab grade class.zip --out reports        a whole class",
            "  lab grade class.zip --out reports --plan plan.csv",
            "                                           the same, as the plan says",
            "  lab grade class.zip --out reports --again 123456789,read-twice",
            "                                           that check of that student once more",
            "  lab grade class.zip --out reports-1 --shard 1/4",
            "                                           a quarter of it; see lab merge",
            "  lab grade ex3 --trust-sources            where a sandbox is refused",
            "  lab grade ex3 --quick                    what works so far, without a score",
            "  lab grade ex3 --coverage --out grade     also which lines the checks reach",
            "  lab grade ex3 --upto 3                   what must work after step 3",
            "  lab grade ex3 --upto 9                   the same of an optional step",
            "  lab grade --explain write-length-129     what a check asks and does",
            "",
            "If the module does not compile, the compiler's words are all that is printed,",
            "  unless --out, --fail-under or --repeat asks for a grade.",
            "",
            "Exit codes: 0 graded; 1 below --fail-under, or --repeat gave different grades,",
            "  or the module does not compile, or with --quick a check did not pass;",
            "  2 wrong usage; 3 could not be graded, or some of the class could not, and the",
            "  message says why; 4 there are doubts about the class, and nothing was graded."
        })
public final class GradeCommand implements java.util.concurrent.Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "The submission, or the class.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Write all reports here: grade.json, grade.html and others.")
    private @Nullable Path out;

    @Mixin
    private final ChecksOptions checks = new ChecksOptions();

    @Mixin
    private final ShowLogOption log = new ShowLogOption();

    @Mixin
    private final JobsOption jobs = new JobsOption();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What names, order and contents in the checks vary by (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Grade so often, with one seed after the other, and compare.")
    private int repeat = 1;

    @Mixin
    private final ClassOptions ofClass = new ClassOptions();

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Option(
            names = "--quick",
            description =
                    "For practice: checks under plain conditions share a few guests, and each verdict is printed as it"
                            + " comes. There is no score, and no bonus.")
    private boolean quick;

    @Option(
            names = "--coverage",
            description =
                    "Count which lines of the module the checks reach, too; that takes as long again. The score does not"
                            + " depend on it. Of a class, it is counted of the model solution only, whose reports go to model/.")
    private boolean coverage;

    @Option(names = "--keep", description = "Keep what was built, beside the reports; needs --out.")
    private boolean keep;

    @Option(
            names = {"-y", "--yes"},
            description =
                    "Do not ask: install what is missing; of a class, grade in spite of doubts, as the plan has it.")
    private boolean yes;

    @Option(names = "--fail-under", paramLabel = "N", description = "Exit with 1 if a score is below N.")
    private @Nullable BigDecimal failUnder;

    @Option(names = "--explain", paramLabel = "CHECK", description = "Tell what a check asks and does.")
    private @Nullable String explain;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
        Edition chosen = usage(checks::edition);
        if (explain != null) {
            return explanation(screen, chosen, explain).tell();
        }
        Rubric rubric = usage(() -> checks.rubric(chosen));
        Path submission = checkedPath();
        return ofClass.isClass(paths)
                ? gradeClass(screen, chosen, rubric)
                : gradeOne(screen, chosen, rubric, submission);
    }

    private CheckExplanation explanation(Screen screen, Edition chosen, String id) {
        Rubric all = chosen.rubricFor(SlotAssignment.SLOT.steps().stepOf(id));
        Rubric rubric = all.onlyChecks(Set.of(id));
        if (rubric.check(id).isEmpty()) {
            usage(() -> chosen.rubric().only(Set.of(id))); // says it if it is no group either
            throw wrong("'" + id + "' is a group; name one of its checks, which lab checks lists.");
        }
        return new CheckExplanation(screen, chosen, all, rubric, id, seed);
    }

    private int gradeOne(Screen screen, Edition chosen, Rubric rubric, Path submission) throws Exception {
        boolean trusting = trust.forOne();
        Graders.prepare(screen, yes, trusting);
        StudentBuild compilers = Graders.compilers(screen, trusting);
        PracticeRun practice = new PracticeRun(screen, submission);
        if (isForOneself() && practice.isRefused(compilers, rubric)) {
            return ExitCode.FAILED;
        }
        Grader grader = Graders.grader(screen, chosen, compilers);
        if (quick) {
            return practice.run(grader, wish(rubric.withoutBonus(), 0));
        }
        List<Grade> grades = new ArrayList<>();
        for (int i = 0; i < repeat; i++) {
            grades.add(Graders.grade(screen, grader, submission, wish(rubric, i)));
        }
        GradedSubmission graded = new GradedSubmission(screen, submission, grades);
        graded.show();
        if (log.wanted()) {
            graded.showLogs();
        }
        checks.wholeStep().ifPresent(step -> graded.tellAboutStep(chosen, step));
        write(screen, grader, graded);
        return exitCode(graded);
    }

    private Grader.Wish wish(Rubric rubric, int run) {
        return new Grader.Wish(rubric, jobs.number(), seed + run, log.wanted()).withCoverage(coverage);
    }

    /** Where nobody asks for reports or a score, a module that does not compile is all that there is to say. */
    private boolean isForOneself() {
        return out == null && failUnder == null && repeat == 1;
    }

    private Path checkedPath() {
        if (paths.isEmpty()) {
            throw wrong("what shall be graded? Give the path of a folder or an archive.");
        }
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw wrong("there is no " + path + "; give the path of a folder or an archive.");
            }
        }
        if (repeat < 1 || repeat > 1000) {
            throw wrong("--repeat is a number from 1 to 1000, not " + repeat + ".");
        }
        if (seed < 0 || seed > Run.MAX_SEED - repeat) {
            throw wrong("--seed is a number from 0 to " + (Run.MAX_SEED - repeat) + ", not " + seed + ".");
        }
        if (quick && !(isForOneself() && explain == null)) {
            throw wrong("--quick is for practice: there is no score for --fail-under, --repeat or --out.");
        }
        if (quick && coverage) {
            throw wrong("--quick shares guests between checks, and --coverage counts in guests of their own.");
        }
        if (keep && out == null) {
            throw wrong("--keep keeps what was built beside the reports; say where with --out.");
        }
        return paths.get(0);
    }

    private int gradeClass(Screen screen, Edition chosen, Rubric rubric) throws Exception {
        if (keep || repeat > 1 || quick || log.wanted()) {
            throw wrong("--keep, --repeat, --quick and --show-log are for one submission, and this is a class.");
        }
        boolean trusting = trust.forClass();
        ClassIntake intake = ofClass.intake(paths, yes);
        if (ofClass.isForPlanOnly()) {
            return intake.writePlan(screen);
        }
        if (out == null) {
            throw wrong(
                    paths.get(0) + " is a class; say where the reports go with --out, look first with --plan plan.csv,"
                            + " or give --single if it is one submission.");
        }
        Graders.prepare(screen, yes, trusting);
        ClassRun run =
                new ClassRun(chosen, rubric, jobs.number(), seed, out, ofClass.again(), ofClass.shard(), trusting);
        GradedClass whole = run.grade(screen, intake);
        ClassRun.summary(screen, whole, out);
        if (coverage) {
            new ModelCoverage(screen, chosen, wish(rubric, 0)).write(out);
        }
        if (!whole.ungradable().isEmpty()) {
            return ExitCode.MISSING;
        }
        boolean enough =
                whole.graded().stream().allMatch(one -> isEnough(one.grade().score()));
        return enough ? ExitCode.DONE : ExitCode.FAILED;
    }

    private boolean isEnough(@Nullable Points score) {
        return failUnder == null || (score != null && score.number().compareTo(failUnder) >= 0);
    }

    private interface DataFile<T> {
        T read() throws DataFileException;
    }

    private <T> T usage(DataFile<T> file) {
        try {
            return file.read();
        } catch (DataFileException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private void write(Screen screen, Grader grader, GradedSubmission graded) throws InterruptedException {
        if (out == null) {
            return;
        }
        try {
            Reports.write(out, graded.first(), SlotAssignment.SLOT.wording());
            if (keep) {
                grader.keepBuild(graded.path(), out.resolve("build"));
            }
        } catch (IOException | UngradableException e) {
            throw LabException.missing("the reports cannot be written to " + out + ": " + e.getMessage());
        }
        screen.note("Reports are in " + out + "; grade.html is for people, grade.json for programs.");
    }

    private int exitCode(GradedSubmission graded) {
        if (!graded.isGradable()) {
            return ExitCode.MISSING;
        }
        return graded.isSteady() && isEnough(graded.first().score()) ? ExitCode.DONE : ExitCode.FAILED;
    }
}
