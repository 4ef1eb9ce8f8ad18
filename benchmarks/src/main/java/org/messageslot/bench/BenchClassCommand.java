// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Run;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.bench.ClassBenchmark;
import org.messageslot.grading.slot.variants.GeneratedClass;
import org.messageslot.guest.FileTree;
import org.messageslot.lab.bench.Benchmark;
import org.messageslot.lab.grade.JobsOption;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lab bench class}: make a class up, and grade it. */
@Command(
        name = "class",
        mixinStandardHelpOptions = true,
        description = {
            "What it costs to grade a whole class, which is made up.",
            "Of a hundred submissions 33 are right, in designs that differ; 38 have one to three mistakes; 8 are"
                    + " unfinished skeletons; 5 do not build; 6 crash the kernel; 3 hang; 2 attack the grader; 5 are"
                    + " copies of others. All are in hands of their own: names, comments and indentation differ. The"
                    + " same --size and --seed give the same class.",
            "It is graded as lab grade does, and nothing of it comes from a cache. That takes long where guests are"
                    + " emulated; begin with 20."
        },
        footer = {
            "",
            "Examples:",
            "  lab bench class --size 20                 a small one, in some minutes",
            "  lab bench class --verify 10               and ten of them alone again",
            "  lab bench class --attacks --verify 20     does any attack harm others?",
            "  lab bench class --keep made               keep archives and reports",
            "  lab bench class --keep made --only-make   make the archives, grade nothing",
            "",
            "Exit codes: 0 measured; 1 files cannot be written, a submission could not be",
            "  graded, or a grade is another one alone (and not by chance); 2 wrong usage;",
            "  3 a guest cannot run here, and the message says why."
        })
public final class BenchClassCommand implements Benchmark {

    private static final int USUAL = 300;

    @Option(names = "--size", paramLabel = "N", description = "How many submissions (default: ${DEFAULT-VALUE}).")
    private int size = USUAL;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What class and checks are drawn by (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private final JobsOption jobs = new JobsOption();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CHECK|GROUP",
            description = "Grade by these checks only, to try what would take long.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--verify",
            paramLabel = "N",
            description =
                    "Grade so many alone again, drawn at random from those that attack nobody, and compare the grades;"
                            + " once more where they differ, to see what differs by chance.")
    private int verify;

    @Option(
            names = "--attacks",
            description = "Mix in every attack on the grader that the kit knows, each as one student more.")
    private boolean attacks;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keep the archives in DIR/class, what they are in DIR/class.csv, and the reports in"
                    + " DIR/reports.")
    private @Nullable Path keep;

    @Option(names = "--only-make", description = "Make the class, and do not grade it; needs --keep.")
    private boolean onlyMake;

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
        checkNumbers();
        Rubric rubric = rubric();
        output.prepare();
        Path folder = folder();
        try {
            GeneratedClass made = made();
            if (onlyMake) {
                make(made, folder);
                screen.print(made.members().size() + " submissions are in " + folder.resolve("class")
                        + "; what each is, in " + folder.resolve("class.csv") + ".");
                return ExitCode.DONE;
            }
            return measure(screen, made, rubric, folder);
        } catch (IOException e) {
            throw LabException.failed("the class cannot be kept in " + folder + ": " + e.getMessage());
        } finally {
            tidy(folder);
        }
    }

    private void checkNumbers() {
        if (size < 1 || size > GeneratedClass.MOST) {
            throw wrong("--size is a number from 1 to " + GeneratedClass.MOST + ", not " + size + ".");
        }
        if (seed < 0 || seed > Run.MAX_SEED) {
            throw wrong("--seed is a number from 0 to " + Run.MAX_SEED + ", not " + seed + ".");
        }
        if (verify < 0 || verify > size) {
            throw wrong("--verify is a number from 0 to the size of the class, " + size + ", not " + verify + ".");
        }
        if (onlyMake && keep == null) {
            throw wrong("--only-make makes files; say where with --keep.");
        }
    }

    private Rubric rubric() {
        Rubric all = SlotAssignment.SLOT.editions().standard().rubric();
        try {
            return only.isEmpty() ? all : all.only(new LinkedHashSet<>(only));
        } catch (DataFileException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private Path folder() throws IOException {
        Path wanted = keep;
        if (wanted == null) {
            return Files.createTempDirectory("msgslot-class-");
        }
        try {
            Files.createDirectories(wanted);
        } catch (IOException e) {
            throw LabException.failed("there can be no folder " + wanted + " for the class; name another.");
        }
        try (Stream<Path> files = Files.list(wanted)) {
            if (files.findAny().isPresent()) {
                throw LabException.failed("the folder " + wanted + " is not empty; name another.");
            }
        }
        return wanted;
    }

    private GeneratedClass made() throws IOException {
        Path home = Kit.home();
        try {
            GeneratedClass drawn =
                    GeneratedClass.of(home.resolve("grading").resolve("variants"), home.resolve("kernel"), size, seed);
            return attacks ? drawn.withAllAttacks() : drawn;
        } catch (DataFileException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    private static void make(GeneratedClass made, Path folder) throws IOException {
        made.write(folder.resolve("class"));
        Files.writeString(
                folder.resolve("class.csv"), ClassFigures.members(made).csv());
    }

    private int measure(Screen screen, GeneratedClass made, Rubric rubric, Path folder) throws Exception {
        make(made, folder);
        ClassBenchmark.ClassCost result;
        try {
            result = screen.working(
                    "making a class",
                    progress -> new ClassBenchmark(made, folder, rubric, jobs.number(), seed, progress)
                            .measure(GuestSetup.options().series(), verify));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
        output.show(ClassFigures.of(result), "", screen);
        if (keep != null) {
            screen.note("The class' report is in " + folder.resolve("reports") + ": index.html.");
        }
        return result.isAsAlone() && result.ungradable() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Deletes what nobody asked to keep. */
    private void tidy(Path folder) throws IOException {
        List<Path> unwanted = keep == null
                ? List.of(folder)
                : Stream.of("builds", "builds-alone", "grades")
                        .map(folder::resolve)
                        .toList();
        for (Path one : unwanted) {
            FileTree.delete(one);
        }
    }
}
