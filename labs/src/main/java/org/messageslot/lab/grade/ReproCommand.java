// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Run;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.course.Again;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.replay.Journal;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.guest.FileTree;
import org.messageslot.guest.KernelSeries;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab repro}: a folder that reproduces one verdict. */
@Command(
        name = "repro",
        mixinStandardHelpOptions = true,
        description = {
            "Run one check of one submission again, and write a folder with all that it takes to see why it ended so:"
                    + " sources, module, the calls as a script, in C and for JShell, the kernel's log, and how to attach gdb.",
            "STUDENT is a student of the class that lab grade reported in --reports; the check runs as it did then, with that"
                    + " edition, seed and kernel. It may also be the path of a submission."
        },
        footer = {
            "",
            "Examples:",
            "  lab repro 123456789 read-twice           from the reports in reports/",
            "  lab repro ex3_123456789.zip read-twice   of a submission that is in no class",
            "  lab repro ex3 read-twice                 of your own sources as they are now",
            "  lab repro --replay repro-123456789-read-twice",
            "                                           make its calls again, in a new guest",
            "  lab repro --replay repro-123456789-read-twice --gdb",
            "                                           and wait for gdb before the first one",
            "",
            "Exit codes: 0 it ended as it did in the class, or as it was recorded;",
            "  1 it ended otherwise; 2 wrong usage; 3 something that is needed is missing."
        })
public final class ReproCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "STUDENT",
            description = "Whose submission: an id of the class, or a path.")
    private @Nullable String student;

    @Parameters(index = "1", arity = "0..1", paramLabel = "CHECK", description = "Which check; lab checks lists them.")
    private @Nullable String check;

    @Option(
            names = {"-r", "--reports"},
            paramLabel = "DIR",
            description = "The folder of the graded class (default: ${DEFAULT-VALUE}).")
    private Path reports = Path.of("reports");

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Write here; there must be nothing yet (default: repro-STUDENT-CHECK).")
    private @Nullable Path out;

    @Option(
            names = {"-e", "--edition"},
            paramLabel = "EDITION",
            description = "The year, or the file that the class was graded with (default: the class').")
    private @Nullable String edition;

    @Option(names = "--seed", paramLabel = "N", description = "Another seed than the class' (default there: 0).")
    private @Nullable Long seed;

    @Option(names = "--replay", paramLabel = "DIR", description = "Make the calls of this folder again.")
    private @Nullable Path replay;

    @Option(names = "--gdb", description = "With --replay: wait for gdb when the module is loaded.")
    private boolean gdb;

    /**
     * What is reproduced.
     *
     * @param key it, in a file's name
     * @param path the submission
     * @param then its grade in the class; {@code null} if it is in none
     */
    private record Case(String key, Path path, @Nullable Grade then) {}

    @Override
    public Integer call() throws Exception {
        if (replay != null) {
            if (student != null) {
                throw LabException.usage("--replay takes a folder that lab repro wrote, and no student.");
            }
            return new Replayed(replay, gdb).run(Screen.standard());
        }
        if (student == null || check == null || gdb) {
            throw LabException.usage(
                    gdb
                            ? "--gdb goes with --replay DIR."
                            : "name a student and a check: lab repro 123456789 read-twice");
        }
        return reproduce(Screen.standard(), found(student), check);
    }

    private Case found(String word) {
        Path path = Path.of(word);
        if (Files.exists(path)) {
            return new Case(
                    String.valueOf(path.toAbsolutePath().normalize().getFileName())
                            .replaceAll("[^A-Za-z0-9_.-]", "_"),
                    path,
                    null);
        }
        GradedClass whole = FinishedClass.in(reports);
        Again named;
        try {
            named = Again.of(
                    List.of(word),
                    whole.roll().counted(),
                    edition(whole.run().edition()).rubric());
        } catch (ClassException e) {
            named = Again.NOTHING;
        }
        Set<String> keys = named.keys();
        Graded one = whole.graded().stream()
                .filter(graded -> keys.contains(graded.handing().key()))
                .findFirst()
                .orElseThrow(() -> LabException.usage("'" + word + "' is no path, and no student of the class in "
                        + reports + "; its grades.csv lists them."));
        if (!Files.exists(one.handing().path())) {
            throw LabException.missing("the submission " + one.handing().path()
                    + " is no longer there; grade the class again, or give the path of the submission.");
        }
        return new Case(one.handing().key(), one.handing().path(), one.grade());
    }

    private Edition edition(String fallback) {
        try {
            return SlotAssignment.SLOT.editions().find(edition == null ? fallback : edition);
        } catch (DataFileException e) {
            throw LabException.usage(
                    edition == null
                            ? "the class was graded with the edition " + fallback
                                    + ", which the kit does not have; name its file with --edition."
                            : String.valueOf(e.getMessage()));
        }
    }

    private int reproduce(Screen screen, Case one, String id) throws Exception {
        Grade then = one.then();
        Edition chosen = edition(
                then == null ? SlotAssignment.DEFAULT_EDITION : then.run().edition());
        Rubric rubric = chosen.rubricFor(SlotAssignment.SLOT.steps().stepOf(id)).onlyChecks(Set.of(id));
        if (rubric.checks().isEmpty()
                && chosen.rubric().groups().stream()
                        .anyMatch(group -> group.id().equals(id))) {
            throw LabException.usage("'" + id + "' is a group; name one of its checks, which lab checks lists.");
        }
        if (rubric.checks().isEmpty()) {
            throw LabException.usage(
                    "there is no check '" + id + "' in the edition " + chosen.name() + "; lab checks lists them.");
        }
        long chosenSeed = seed != null ? seed : then == null ? 0 : then.run().seed();
        if (chosenSeed < 0 || chosenSeed > Run.MAX_SEED) {
            throw LabException.usage("--seed is a number from 0 to " + Run.MAX_SEED + ", not " + chosenSeed + ".");
        }
        Path place = out == null ? Path.of("repro-" + one.key() + "-" + id) : out;
        if (Files.exists(place) && !isEarlier(one, place)) {
            throw LabException.usage(place + " is there already; name another folder with --out, or delete it.");
        }
        Grader grader = Graders.grader(screen, chosen, series(then));
        Journal journal = Journal.whole();
        Grade now = screen.working(
                "running " + id, step -> grader.recorded(one.path(), new Grader.Wish(rubric, 1, chosenSeed), journal));
        if (!now.gradable()) {
            throw LabException.missing(String.join(" ", now.ungradableBecause()));
        }
        return write(screen, place, one, grader, now, journal);
    }

    /** What this command wrote before, of sources in a folder that have changed since, is made anew. */
    private boolean isEarlier(Case one, Path place) {
        return out == null
                && one.then() == null
                && Files.exists(place.resolve(ReproFolder.CALLS))
                && Files.exists(place.resolve(ReproFolder.BUILD));
    }

    private int write(Screen screen, Path place, Case one, Grader grader, Grade now, Journal journal)
            throws InterruptedException {
        Verdict verdict = now.verdicts().get(0);
        String id = verdict.id();
        Optional<Verdict> before = Optional.ofNullable(one.then())
                .flatMap(then -> then.verdicts().stream()
                        .filter(earlier -> earlier.id().equals(id))
                        .findFirst());
        String story = story(one, now, verdict, before);
        try {
            writeFolder(place, one, grader, now, journal, story);
        } catch (SubmissionException e) {
            throw LabException.failed("there is nothing to run: " + e.getMessage());
        } catch (IOException | UngradableException e) {
            throw LabException.missing("the folder " + place + " cannot be written: " + e.getMessage());
        }
        screen.print("@|bold " + id + "|@: " + verdict.status().words() + ".");
        if (!verdict.outcome().message().isEmpty()) {
            screen.write("  " + verdict.outcome().message() + "\n");
        }
        screen.write(story + "\n");
        screen.note("All of it is in " + place + "; begin with README.md, or run replay.sh there.");
        return before.isEmpty() || before.get().status() == verdict.status() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** The folder has its name when all of it is there. */
    private void writeFolder(Path place, Case one, Grader grader, Grade now, Journal journal, String story)
            throws IOException, InterruptedException, SubmissionException, UngradableException {
        Submission submission = Submission.open(one.path(), SlotArtifacts.ALL);
        Path whole = place.toAbsolutePath().normalize();
        Path draft = Files.createTempDirectory(Files.createDirectories(whole.resolveSibling("")), ".repro-");
        try {
            String chosen = edition == null ? now.run().edition() : edition;
            grader.keepBuild(one.path(), draft.resolve(ReproFolder.BUILD));
            new ReproFolder(draft).write(submission, now, journal, story, chosen);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            if (isEarlier(one, whole)) {
                FileTree.delete(whole);
            }
            Files.move(draft, whole);
        } finally {
            FileTree.delete(draft);
        }
    }

    private static String story(Case one, Grade now, Verdict verdict, Optional<Verdict> before) {
        Grade then = one.then();
        if (then == null || before.isEmpty()) {
            return "It was run once, for this folder.";
        }
        String end = before.get().status() == verdict.status()
                ? "It ended so in the class, too."
                : "In the class it ended otherwise: " + before.get().status().words() + ".";
        String content = then.submission().sha256().equals(now.submission().sha256())
                ? ""
                : " The submission has changed since the class was graded.";
        String kernel = then.run().kernelRelease().equals(now.run().kernelRelease())
                ? ""
                : " The class was graded on Linux " + then.run().kernelRelease() + ".";
        return end + content + kernel;
    }

    /** {@return the kernel that the class was graded on, or else the usual one} */
    private static KernelSeries series(@Nullable Grade then) {
        KernelSeries usual = GuestSetup.options().series();
        if (then == null) {
            return usual;
        }
        return Arrays.stream(KernelSeries.values())
                .filter(series -> then.run().kernelRelease().startsWith(series.label() + "."))
                .findFirst()
                .orElse(usual);
    }
}
