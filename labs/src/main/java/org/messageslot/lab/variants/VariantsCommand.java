// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.variants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Points;
import org.messageslot.grading.Run;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.mutants.MutantFate;
import org.messageslot.grading.slot.mutants.MutantFate.MutantEnd;
import org.messageslot.grading.slot.mutants.MutantsPage;
import org.messageslot.grading.slot.variants.Judgement;
import org.messageslot.grading.slot.variants.MatrixPage;
import org.messageslot.grading.slot.variants.Prices;
import org.messageslot.grading.slot.variants.RecordedOutcomes;
import org.messageslot.grading.slot.variants.Variant;
import org.messageslot.grading.slot.variants.VariantCollection;
import org.messageslot.grading.slot.variants.VariantRun;
import org.messageslot.host.FinishedFile;
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

/** {@code lab variants}: judge the grader by modules that are right or wrong on purpose. */
@Command(
        name = "variants",
        mixinStandardHelpOptions = true,
        description = {
            "Judge the grader: grade modules and programs that are right or wrong on purpose, and compare what fails"
                    + " with what must fail.",
            "They are in grading/variants; docs/variants.md says how to add one."
        },
        footer = {
            "",
            "Examples:",
            "  lab variants                              all of them, in about ten minutes",
            "  lab variants --only length-0-accepted     one of them",
            "  lab variants --only good                  a whole kind",
            "  lab variants --list                       what there is, and what must fail",
            "  lab variants --matrix matrix.html         which mistake fails which check",
            "  lab variants --list --prices              what each mistake costs",
            "  lab variants --mutate kernel --count 50   which changes no check notices",
            "",
            "Exit codes: 0 all is as promised, or each mutant was noticed; 1 something is",
            "  not; 2 wrong usage; 3 something that is needed is missing, and the message",
            "  says what."
        })
public final class VariantsCommand implements Callable<Integer> {

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Judge these only: names of variants, or kinds (good, bad, equivalent, programs, headers).")
    private List<String> only = new ArrayList<>();

    @Mixin
    private final JobsOption jobs = new JobsOption();

    @Option(
            names = "--matrix",
            paramLabel = "FILE.html",
            description = "Write a page: which mistake fails which check. With --list: what is promised.")
    private @Nullable Path matrix;

    @Option(
            names = "--thorough",
            description = "Judge each by all checks, not only by those that could have to do with it.")
    private boolean thorough;

    @Option(
            names = "--prices",
            description = "Print what each mistake costs, and whether that is fair. With --list: by the last record.")
    private boolean prices;

    @Option(
            names = "--record",
            description =
                    "Keep how the checks ended in grading/variants/outcomes.json, by which the build reckons prices.")
    private boolean record;

    @Option(names = "--list", description = "List the variants and what must fail, and judge none.")
    private boolean list;

    @Option(
            names = "--mutate",
            paramLabel = "FOLDER",
            description = "Instead: change a right submission at one place at a time, and say which changes no check"
                    + " notices. With --matrix: write a page.")
    private @Nullable Path mutate;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "With --mutate: how many changes, chosen by the seed (default: 100).")
    private int count = 100;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "With --mutate: which changes, and what names and order in the checks vary by (default: 0).")
    private long seed;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
        checkOptions();
        if (mutate != null) {
            List<MutantFate> fates = new MutantsScreen(screen).show(mutate, count, seed, jobs.number());
            writeMatrix(screen, MutantsPage.of(fates));
            boolean survived = fates.stream().anyMatch(fate -> fate.end() == MutantEnd.SURVIVED);
            return survived ? ExitCode.FAILED : ExitCode.DONE;
        }
        VariantCollection collection = collection();
        List<Variant> chosen = chosen(collection);
        if (list) {
            Prices recorded = recorded(collection);
            boolean fair = !prices || printPrices(screen, chosen, recorded);
            if (!prices) {
                chosen.forEach(variant -> list(screen, variant));
            }
            writeMatrix(screen, MatrixPage.promised(chosen, recorded));
            return fair ? ExitCode.DONE : ExitCode.FAILED;
        }
        long start = System.nanoTime();
        List<Judgement> judgements = judge(screen, collection, chosen);
        List<String> surprises = judgements.stream()
                .flatMap(judgement -> judgement.surprises().stream())
                .toList();
        surprises.forEach(line -> screen.write(line + "\n"));
        screen.print(String.format(
                Locale.ROOT,
                "%d variants judged in %d s; %s.",
                judgements.size(),
                (System.nanoTime() - start) / 1_000_000_000,
                surprises.isEmpty()
                        ? "each lost exactly what it should"
                        : surprises.size() + (surprises.size() == 1 ? " check" : " checks")
                                + " ended otherwise than promised"));
        Prices seen = Prices.of(collection, judgements);
        boolean fair = !prices || printPrices(screen, chosen, seen);
        keep(screen, judgements);
        writeMatrix(screen, MatrixPage.of(judgements, seen));
        return surprises.isEmpty() && fair ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void checkOptions() {
        if (count < 1 || seed < 0 || seed > Run.MAX_SEED) {
            throw wrong("--count is a number from 1, and --seed one from 0 to " + Run.MAX_SEED + ".");
        }
        List<String> others = mutate == null
                ? List.of("--count", "--seed")
                : List.of("--list", "--only", "--prices", "--record", "--thorough");
        for (String other : others) {
            if (spec.commandLine().getParseResult().hasMatchedOption(other)) {
                throw wrong(other + (mutate == null ? " goes with --mutate only." : " does not go with --mutate."));
            }
        }
        if (mutate != null && !Files.isDirectory(mutate)) {
            throw wrong("there is no folder " + mutate + "; give the one of a right submission, kernel for example.");
        }
    }

    private static Path folder() {
        return Kit.home().resolve("grading").resolve("variants");
    }

    private static Prices recorded(VariantCollection collection) throws IOException {
        try {
            return new Prices(collection, RecordedOutcomes.read(folder()));
        } catch (DataFileException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    private void keep(Screen screen, List<Judgement> judgements) throws IOException {
        if (!record) {
            return;
        }
        try {
            Path file = folder().resolve(RecordedOutcomes.FILE);
            FinishedFile.write(file, RecordedOutcomes.updated(RecordedOutcomes.read(folder()), judgements));
            screen.note("The outcomes are in " + file + ".");
        } catch (DataFileException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    /** {@return whether all prices are fair} */
    private static boolean printPrices(Screen screen, List<Variant> variants, Prices prices) {
        variants.stream()
                .filter(variant -> !variant.fails().isEmpty())
                .sorted(Comparator.comparing(
                                (Variant variant) -> prices.of(variant).orElse(Points.ZERO))
                        .reversed()
                        .thenComparing(Variant::name))
                .forEach(variant -> prices.of(variant)
                        .ifPresent(price -> screen.write(String.format(
                                Locale.ROOT,
                                "%6s of at most %-6s %s%s%n",
                                price,
                                prices.most(variant),
                                variant.name(),
                                variant.price()
                                        .map(limit -> ": " + limit.reason())
                                        .orElse("")))));
        List<String> problems = prices.problems();
        problems.forEach(line -> screen.write(line + "\n"));
        return problems.isEmpty();
    }

    private static VariantCollection collection() throws IOException {
        try {
            return VariantCollection.read(folder(), Kit.home().resolve("kernel"));
        } catch (DataFileException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    private List<Variant> chosen(VariantCollection collection) {
        for (String name : only) {
            if (collection.all().stream().noneMatch(variant -> isMeant(variant, name))) {
                throw wrong("there is no variant and no kind '" + name + "'; lab variants --list lists them.");
            }
        }
        return collection.all().stream()
                .filter(variant -> only.isEmpty() || only.stream().anyMatch(name -> isMeant(variant, name)))
                .map(variant -> thorough ? variant.thorough() : variant)
                .toList();
    }

    private static boolean isMeant(Variant variant, String name) {
        return variant.name().equals(name)
                || variant.kind().name().toLowerCase(Locale.ROOT).equals(name);
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private static void list(Screen screen, Variant variant) {
        screen.write(variant.name() + "  [" + variant.kind().name().toLowerCase(Locale.ROOT) + "] "
                + String.join(" ", variant.breaks()) + "\n  " + variant.title() + "\n");
        if (!variant.fails().isEmpty()) {
            screen.write("  fails " + String.join(", ", variant.fails().keySet()) + "\n");
        }
    }

    private List<Judgement> judge(Screen screen, VariantCollection collection, List<Variant> variants)
            throws Exception {
        try {
            VariantRun run = screen.working(
                    "preparing guests and compilers",
                    progress -> VariantRun.of(collection, GuestSetup.options().series(), progress));
            AtomicInteger done = new AtomicInteger();
            return screen.working(
                    "judging " + variants.size() + " variants",
                    progress -> run.judge(
                            variants,
                            jobs.number(),
                            0,
                            judgement -> progress.accept(String.format(
                                    Locale.ROOT,
                                    "%d of %d: %s, %.1f s, %s",
                                    done.incrementAndGet(),
                                    variants.size(),
                                    judgement.variant().name(),
                                    judgement.milliseconds() / 1000.0,
                                    judgement.surprises().isEmpty() ? "as promised" : "not as promised"))));
        } catch (UngradableException | DataFileException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    private void writeMatrix(Screen screen, String page) {
        if (matrix == null) {
            return;
        }
        try {
            FinishedFile.write(matrix, page);
        } catch (IOException e) {
            throw LabException.missing("the matrix cannot be written to " + matrix + ": " + e.getMessage());
        }
        screen.note("The matrix is in " + matrix + ".");
    }
}
