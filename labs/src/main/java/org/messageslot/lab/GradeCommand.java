// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Run;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.engine.Practice;
import org.messageslot.grading.report.CheckReport;
import org.messageslot.grading.report.Reports;
import org.messageslot.grading.report.TerminalReport;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Step;
import org.messageslot.grading.rubric.Steps;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.Part;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.grading.trial.CheckMethods;
import org.messageslot.guest.KernelSeries;
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
final class GradeCommand implements java.util.concurrent.Callable<Integer> {

    private static final int WIDTH = 80;

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "The submission, or the class.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-e", "--edition"},
            paramLabel = "EDITION",
            description = "The year, extensions (with the optional steps), or a file with an edition of your own"
                    + " (default: ${DEFAULT-VALUE}).")
    private String edition = SlotAssignment.DEFAULT_EDITION;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CHECK|GROUP",
            description =
                    "Run these checks and groups only; lab checks lists them. Where a group is called as a check is,"
                            + " GROUP/CHECK names the check alone.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--upto",
            paramLabel = "N",
            description =
                    "Run only the checks that must pass after step N of lab skeleton, 1 to 8; or 9 to 11, which are"
                            + " optional.")
    private @Nullable Integer upTo;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Write all reports here: grade.json, grade.html and others.")
    private @Nullable Path out;

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

    @Option(names = "--show-log", description = "Show what the kernel logged during checks that pass, too.")
    private boolean showLog;

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
        Edition chosen = edition();
        if (explain != null) {
            return explain(screen, chosen, explain);
        }
        Rubric rubric = usage(() -> rubric(chosen));
        Path submission = checkedPath();
        if (ofClass.isClass(paths)) {
            return gradeClass(screen, chosen, rubric);
        }
        boolean trusting = trust.forOne();
        prepare(screen, yes, trusting);
        StudentBuild compilers = compilers(screen, trusting);
        if (isForOneself() && isRefused(screen, compilers, submission, rubric)) {
            return ExitCode.FAILED;
        }
        Grader grader = grader(screen, chosen, compilers);
        if (quick) {
            return practise(screen, grader, submission, rubric);
        }
        List<Grade> grades = new ArrayList<>();
        for (int i = 0; i < repeat; i++) {
            Grader.Wish wish = new Grader.Wish(rubric, jobs.number(), seed + i, showLog);
            grades.add(grade(screen, grader, submission, wish));
        }
        Grade first = grades.get(0);
        screen.write(TerminalReport.screen(
                        SlotAssignment.SLOT.wording(),
                        screen.coloured(),
                        "lab repro " + ReproFolder.shell(submission.toString()))
                .render(first));
        showLogs(screen, first);
        tellAboutSteps(screen, chosen, first);
        write(screen, grader, first, submission);
        return exitCode(screen, grades);
    }

    /** Where nobody asks for reports or a score, a module that does not compile is all that there is to say. */
    private boolean isForOneself() {
        return out == null && failUnder == null && repeat == 1;
    }

    private static StudentBuild compilers(Screen screen, boolean trusting) throws Exception {
        try {
            return screen.working(
                    "preparing compilers",
                    progress -> Grader.compilers(
                            SlotAssignment.SLOT, GuestKernel.options().series(), trusting, progress));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    private Grader grader(Screen screen, Edition chosen, StudentBuild compilers) throws Exception {
        try {
            return screen.working(
                    "preparing guests",
                    progress -> Grader.of(chosen, GuestKernel.options().series(), compilers, progress));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    /** Compiles before any guest is prepared, and says what is wrong if a check needs a module that does not compile. */
    private static boolean isRefused(Screen screen, StudentBuild compilers, Path submission, Rubric rubric)
            throws Exception {
        if (rubric.checks().stream()
                .noneMatch(check ->
                        CheckMethods.of(SlotAssignment.SLOT).needs(check.id()).contains(SlotArtifacts.MODULE))) {
            return false;
        }
        PracticeScreen shown = new PracticeScreen(screen, submission.toString(), false);
        try {
            Part module = screen.working(
                    "compiling " + submission.getFileName(),
                    progress -> compilers
                            .of(Submission.open(submission, SlotArtifacts.ALL), (part, remarks) -> {
                                if (part.state() == Part.State.FAILED) {
                                    shown.compiled(part, remarks);
                                }
                            })
                            .part(SlotArtifacts.MODULE));
            if (module.state() == Part.State.FAILED) {
                screen.print("Nothing was run. A grade all the same, with reports: --out DIR.");
                return true;
            }
        } catch (SubmissionException e) {
            return false; // The grade says so.
        } catch (UngradableException | IOException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
        return false;
    }

    private int practise(Screen screen, Grader grader, Path submission, Rubric rubric) throws Exception {
        PracticeScreen shown = new PracticeScreen(screen, submission.toString(), showLog);
        Grader.Wish wish = new Grader.Wish(rubric.withoutBonus(), jobs.number(), seed, showLog);
        try (Practice practice = new Practice(grader)) {
            Optional<Grade> grade = practice.run(submission, wish, Set.of(), shown);
            if (grade.isPresent() && !grade.get().gradable()) {
                throw LabException.missing(String.join(" ", grade.get().ungradableBecause()));
            }
        } catch (SubmissionException e) {
            throw LabException.failed("there is nothing to run: " + e.getMessage());
        } catch (UngradableException | IOException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
        shown.conclude();
        return shown.allPassed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void showLogs(Screen screen, Grade grade) {
        if (!showLog) {
            return;
        }
        for (Verdict verdict : grade.verdicts()) {
            List<String> log = verdict.passed() ? CheckReport.log(verdict.outcome()) : List.of();
            if (!log.isEmpty()) {
                screen.print("");
                screen.print("The kernel's log during " + verdict.id() + ", which passed:");
                log.forEach(line -> screen.write(line + "\n"));
            }
        }
    }

    private Edition edition() {
        return usage(() -> SlotAssignment.SLOT.editions().find(edition));
    }

    private Rubric rubric(Edition chosen) throws DataFileException {
        return rubric(chosen, new LinkedHashSet<>(only), upTo);
    }

    /** Those of an edition's checks that are asked for; a check of an optional step needs only be named. */
    static Rubric rubric(Edition chosen, Set<String> only, @Nullable Integer upTo) throws DataFileException {
        Steps steps = SlotAssignment.SLOT.steps();
        int named = only.isEmpty() ? steps.last() : steps.all().size();
        Rubric all = chosen.rubricFor(upTo == null ? named : upTo);
        Rubric wanted = only.isEmpty() ? all : all.only(only);
        return upTo == null ? wanted : steps.upTo(wanted, upTo);
    }

    /** Says what the score is a part of, and what comes next. */
    private void tellAboutSteps(Screen screen, Edition chosen, Grade grade) {
        Points score = grade.score();
        if (upTo == null || !only.isEmpty() || score == null) {
            return;
        }
        List<Step> steps = SlotAssignment.SLOT.steps().all();
        Points all = chosen.rubricFor(upTo).maxScore();
        String done = score.brief() + " of " + grade.maxScore().brief() + " points after step " + upTo + ", "
                + steps.get(upTo - 1).title() + "; " + all.brief() + " in the end.";
        screen.print("");
        if (score.compareTo(grade.maxScore()) < 0) {
            screen.print(done + " Correct the above before you go on.");
        } else if (upTo < steps.size()) {
            Step next = steps.get(upTo);
            screen.print(done + " Next is step " + next.number() + ", " + next.title()
                    + (next.optional() ? ", if you like." : "."));
        } else {
            screen.print(done);
        }
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
        if (keep && out == null) {
            throw wrong("--keep keeps what was built beside the reports; say where with --out.");
        }
        return paths.get(0);
    }

    private int gradeClass(Screen screen, Edition chosen, Rubric rubric) throws Exception {
        if (keep || repeat > 1 || quick || showLog) {
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
        prepare(screen, yes, trusting);
        ClassRun run =
                new ClassRun(chosen, rubric, jobs.number(), seed, out, ofClass.again(), ofClass.shard(), trusting);
        GradedClass whole = run.grade(screen, intake);
        ClassRun.summary(screen, whole, out);
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

    static Grader grader(Screen screen, Edition edition) throws Exception {
        return grader(screen, edition, GuestKernel.options().series());
    }

    static Grader grader(Screen screen, Edition edition, KernelSeries series) throws Exception {
        return grader(screen, edition, series, false);
    }

    /** Gets a grader ready; one that trusts compiles without a sandbox. */
    static Grader grader(Screen screen, Edition edition, KernelSeries series, boolean trusting) throws Exception {
        prepare(screen, false, trusting);
        try {
            return screen.working(
                    "preparing guests and compilers",
                    progress -> trusting
                            ? Grader.trusting(edition, series, progress)
                            : Grader.of(edition, series, progress));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    private static void prepare(Screen screen, boolean yes, boolean trusting) {
        Preparation preparation = new Preparation(screen, yes);
        if (trusting) {
            preparation.forGuests();
        } else {
            preparation.forGrading();
        }
    }

    private static Grade grade(Screen screen, Grader grader, Path submission, Grader.Wish wish) throws Exception {
        int all = wish.rubric().checks().size();
        AtomicInteger done = new AtomicInteger();
        return screen.working("grading " + submission.getFileName(), progress -> {
            Consumer<String> listener = id -> progress.accept(
                    "grading " + submission.getFileName() + ", " + done.incrementAndGet() + " of " + all + " checks");
            try {
                return grader.grade(submission, wish, screen.terminal() ? listener : id -> {});
            } catch (IOException e) {
                throw LabException.missing(String.valueOf(e.getMessage()));
            }
        });
    }

    private void write(Screen screen, Grader grader, Grade grade, Path submission) throws InterruptedException {
        if (out == null) {
            return;
        }
        try {
            Reports.write(out, grade, SlotAssignment.SLOT.wording());
            if (keep) {
                grader.keepBuild(submission, out.resolve("build"));
            }
        } catch (IOException | UngradableException e) {
            throw LabException.missing("the reports cannot be written to " + out + ": " + e.getMessage());
        }
        screen.note("Reports are in " + out + "; grade.html is for people, grade.json for programs.");
    }

    private int exitCode(Screen screen, List<Grade> grades) {
        if (grades.stream().anyMatch(grade -> !grade.gradable())) {
            return ExitCode.MISSING;
        }
        boolean alike = repeat == 1 || compare(screen, grades);
        return alike && isEnough(grades.get(0).score()) ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Says whether chance had a part in it: the scores of all runs, and which checks did not end alike each time. */
    private static boolean compare(Screen screen, List<Grade> grades) {
        Set<String> unsteady = new TreeSet<>();
        Grade first = grades.get(0);
        for (Grade grade : grades) {
            for (int i = 0; i < first.verdicts().size(); i++) {
                Verdict verdict = grade.verdicts().get(i);
                if (verdict.status() != first.verdicts().get(i).status()) {
                    unsteady.add(verdict.id());
                }
            }
        }
        List<String> scores = grades.stream()
                .sorted(Comparator.comparing((Grade grade) -> Objects.requireNonNull(grade.score())))
                .map(Grade::headline)
                .distinct()
                .toList();
        String least = scores.get(0);
        String most = scores.get(scores.size() - 1);
        boolean alike = unsteady.isEmpty() && scores.size() == 1;
        screen.print("Graded " + grades.size() + " times, with as many seeds: "
                + (scores.size() == 1 ? least + " each time" : "from " + least + " to " + most)
                + (unsteady.isEmpty()
                        ? ", with the same verdicts."
                        : ". These checks did not end alike: " + String.join(", ", unsteady) + "."));
        return alike;
    }

    // ---- --explain ----

    private int explain(Screen screen, Edition chosen, String id) throws Exception {
        Rubric all = chosen.rubricFor(SlotAssignment.SLOT.steps().stepOf(id));
        Rubric rubric = all.onlyChecks(Set.of(id));
        CheckDescription check = rubric.check(id).orElseThrow(() -> noCheck(chosen, id));
        screen.print("@|bold " + check.id() + "|@");
        indented(screen, check.title());
        for (String clause : check.requirements()) {
            screen.print("  " + clause + "  "
                    + SlotAssignment.SLOT.catalogue().clause(clause).orElse(""));
        }
        indented(
                screen,
                "Worth " + check.maxPoints().number() + " of " + all.maxScore().number() + " points, in the group "
                        + check.group() + ".");
        if (!check.dependsOn().isEmpty()) {
            indented(screen, "Only run if these pass: " + String.join(", ", check.dependsOn()) + ".");
        }
        indented(screen, "If it fails: " + check.hint());
        screen.print("");
        Grader grader = grader(screen, chosen);
        Grader.Wish wish = new Grader.Wish(rubric, 1, seed);
        boolean optional = SlotAssignment.SLOT.steps().stepOf(id)
                > SlotAssignment.SLOT.steps().last();
        screen.print("What it does, on " + (optional ? "a module with the optional steps:" : "the kit's own module:"));
        Grade grade = optional
                ? OptionalSteps.inFolder(folder -> grade(screen, grader, folder, wish))
                : grade(screen, grader, Lab.home().resolve("kernel"), wish);
        Outcome outcome = grade.verdicts().get(0).outcome();
        if (outcome.calls().isEmpty()) {
            screen.print("  it makes no calls; it looks at what the compiler said.");
        }
        outcome.calls().forEach(line -> screen.write("  " + line + "\n"));
        return grade.gradable() ? ExitCode.DONE : ExitCode.MISSING;
    }

    private ParameterException noCheck(Edition chosen, String id) {
        usage(() -> chosen.rubric().only(Set.of(id))); // says it if it is no group either
        return wrong("'" + id + "' is a group; name one of its checks, which lab checks lists.");
    }

    /** Prints a sentence within 80 columns. */
    private static void indented(Screen screen, String sentence) {
        StringBuilder line = new StringBuilder("  ");
        for (String word : sentence.split(" ", -1)) {
            if (line.length() + word.length() > WIDTH) {
                screen.write(line.toString().stripTrailing() + "\n");
                line = new StringBuilder("  ");
            }
            line.append(word).append(' ');
        }
        screen.write(line.toString().stripTrailing() + "\n");
    }
}
