// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Intake;
import org.messageslot.grading.course.Roll;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.similarity.Jplag;
import org.messageslot.grading.similarity.Pair;
import org.messageslot.grading.similarity.SimilarClass;
import org.messageslot.grading.similarity.Similarity;
import org.messageslot.grading.similarity.SimilarityPage;
import org.messageslot.grading.similarity.SimilarityTable;
import org.messageslot.grading.similarity.SimilarityText;
import org.messageslot.grading.similarity.Work.WorkFile;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.skeleton.Skeleton;
import org.messageslot.grading.submission.Jdk;
import org.messageslot.grading.submission.PrivateFolder;
import org.messageslot.grading.submission.Sandbox;
import org.messageslot.grading.submission.Submission;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab similarity}: whose modules in a class are alike. */
@Command(
        name = "similarity",
        mixinStandardHelpOptions = true,
        description = {
            "Find modules of a class that are alike, also where names, comments and order were changed. That is a reason to"
                    + " look at them, not a verdict.",
            "CLASS is what lab grade takes. Every module is compared with every other, and with those that the kit itself"
                    + " holds; the two programs are left out, for they are all alike. What the skeleton gives does"
                    + " not count.",
            "JPlag does it, in the sandbox that submissions are compiled in. It is no part of the kit: Maven fetches it on"
                    + " first use (24 MB), and it needs a JDK of its own, Java 21 or newer."
        },
        footer = {
            "",
            "Examples:",
            "  lab similarity class.zip                   the most similar pairs",
            "  lab similarity class.zip --out reports     a page with the places side by side",
            "  lab similarity class.zip --given handout   what the course itself gave out",
            "  lab similarity class.zip --jdk ~/jdk-25",
            "",
            "Exit codes: 0 compared, whatever came out; 1 JPlag failed; 2 wrong usage;",
            "  3 something is missing: bubblewrap, a JDK, JPlag."
        })
public final class SimilarityCommand implements Callable<Integer> {

    private static final Path VARIANTS = Path.of("grading", "variants", "good");

    @Parameters(arity = "1..*", paramLabel = "CLASS", description = "A class, or single submissions, as for lab grade.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Write similarity.html and similarity.csv here, too.")
    private @Nullable Path out;

    @Option(
            names = "--from",
            paramLabel = "PERCENT",
            description = "Show pairs that are so much alike, or more (default: ${DEFAULT-VALUE}).")
    private int from = 30;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "Show so many pairs at most (default: ${DEFAULT-VALUE}).")
    private int most = 20;

    @Option(
            names = "--given",
            paramLabel = "DIR",
            description = "What students were given and does not count (default: the skeleton).")
    private @Nullable Path given;

    @Option(
            names = "--jdk",
            paramLabel = "DIR",
            description = "The JDK for JPlag (default: the first of JAVA_HOME, PATH and /usr/lib/jvm that will do).")
    private @Nullable Path jdk;

    @Option(names = "--class", description = "The path is a class, though it does not look like one.")
    private boolean forced;

    @Override
    public Integer call() throws Exception {
        if (from < 0 || from > 100 || most < 1 || most > 200) {
            throw LabException.usage("--from is a number from 0 to 100, --pairs one from 1 to 200.");
        }
        Screen screen = Screen.standard();
        try {
            SimilarClass whole = screen.working("looking at the class", step -> compared(screen, step));
            List<Pair> shown = whole.worthALook(from, most);
            screen.write(SimilarityText.render(whole, shown));
            if (shown.isEmpty() && !whole.pairs().isEmpty()) {
                screen.write("No two different modules are alike by " + from + " % or more.\n");
            }
            if (out != null) {
                write(screen, whole, shown, out);
            }
            return ExitCode.DONE;
        } catch (ClassException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw LabException.failed(String.valueOf(e.getMessage()));
        }
    }

    private SimilarClass compared(Screen screen, Consumer<String> step) throws Exception {
        try (PrivateFolder spool = PrivateFolder.make()) {
            Roll roll = roll(spool);
            noteStrays(screen, roll.strays());
            Similarity similarity = new Similarity(given(), SlotArtifacts.ALL);
            addOwn(similarity);
            for (Handing handing : roll.counted()) {
                similarity.add(handing);
            }
            Jdk java = java();
            Sandbox sandbox = Sandbox.ofHost();
            Jplag jplag = new Jplag(sandbox, java, JplagFiles.fetched(step));
            step.accept("comparing " + roll.counted().size() + " submissions");
            return similarity.compare(jplag, most);
        }
    }

    private Roll roll(PrivateFolder spool) throws IOException {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw LabException.usage("there is no " + path + "; name a class: a folder or an archive.");
            }
        }
        Roll roll = Intake.roll(paths, spool.path(), forced, SlotArtifacts.ALL);
        if (roll.counted().isEmpty()) {
            throw LabException.usage(
                    "there is no submission in " + paths.get(0) + "; give the folder or the archive that holds them.");
        }
        return roll;
    }

    private static void noteStrays(Screen screen, List<String> strays) {
        if (!strays.isEmpty()) {
            int more = strays.size() - 1;
            screen.note("Left aside, as nobody's submission: " + strays.get(0)
                    + (more > 0 ? ", and " + more + " more." : "."));
        }
    }

    private List<WorkFile> given() throws IOException, DataFileException {
        if (given == null) {
            return new Skeleton(
                            Kit.home().resolve("kernel"),
                            SlotAssignment.SLOT.editions().standard().rubric())
                    .files(0).entrySet().stream()
                            .filter(file -> file.getKey().matches("message_slot\\.[ch]"))
                            .map(file -> new WorkFile(file.getKey(), file.getValue()))
                            .toList();
        }
        if (!Files.isDirectory(given)) {
            throw LabException.usage("there is no folder " + given + "; --given names the one with what students got.");
        }
        return sources(given);
    }

    private static List<WorkFile> sources(Path folder) throws IOException {
        return Submission.open(folder, SlotArtifacts.ALL).all().stream()
                .filter(file -> file.name().matches("(?i).*\\.[ch]"))
                .map(file -> new WorkFile(file.path(), file.text()))
                .toList();
    }

    /** Students have the kit, too. */
    private static void addOwn(Similarity similarity) throws IOException {
        similarity.addOther("kernel/ of the kit", modules(Kit.home().resolve("kernel")));
        try (Stream<Path> variants = Files.list(Kit.home().resolve(VARIANTS))) {
            for (Path variant : variants.sorted().toList()) {
                List<WorkFile> sources = modules(variant);
                if (!sources.isEmpty()) {
                    similarity.addOther(VARIANTS.resolve(variant.getFileName()) + "/ of the kit", sources);
                }
            }
        }
    }

    private static List<WorkFile> modules(Path folder) throws IOException {
        List<WorkFile> sources = new ArrayList<>();
        for (String name : List.of("message_slot.c", "message_slot.h")) {
            if (Files.exists(folder.resolve(name))) {
                sources.add(new WorkFile(name, Files.readString(folder.resolve(name))));
            }
        }
        return sources;
    }

    private Jdk java() {
        if (jdk == null) {
            return Jdk.find(Jplag.LEAST_JAVA)
                    .orElseThrow(() -> LabException.missing("JPlag needs a JDK, Java " + Jplag.LEAST_JAVA
                            + " or newer, and there is none here; unpack one (any vendor's; Debian 13 has"
                            + " openjdk-21-jdk-headless) and name it: --jdk DIR."));
        }
        Jdk named = Jdk.at(jdk)
                .orElseThrow(() ->
                        LabException.missing("there is no JDK in " + jdk + "; name the folder that holds bin/javac."));
        if (named.feature() < Jplag.LEAST_JAVA) {
            throw LabException.missing("the JDK in " + jdk + " is Java " + named.feature() + ", and JPlag needs "
                    + Jplag.LEAST_JAVA + " or newer.");
        }
        return named;
    }

    private static void write(Screen screen, SimilarClass whole, List<Pair> shown, Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            FinishedFile.write(folder.resolve(SimilarityPage.FILE), SimilarityPage.render(whole, shown));
            FinishedFile.write(folder.resolve(SimilarityTable.FILE), SimilarityTable.render(whole));
        } catch (IOException e) {
            throw LabException.failed(folder + " cannot be written: " + e.getMessage());
        }
        for (String file : List.of(SimilarityPage.FILE, SimilarityTable.FILE)) {
            screen.write("Written: " + folder.resolve(file) + "\n");
        }
    }
}
