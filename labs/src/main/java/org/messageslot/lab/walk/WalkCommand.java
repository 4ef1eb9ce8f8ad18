// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.walk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.kernel.GuestKernel;
import org.messageslot.lab.kernel.KernelChoice;
import org.messageslot.lab.kernel.SlotOption;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import org.messageslot.lab.walk.Lesson.LessonEnd;
import org.messageslot.lab.walk.Session.SnippetPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab walk}: list, take and check the walkthroughs. */
@Command(
        name = "walk",
        mixinStandardHelpOptions = true,
        description = {
            "Take a walkthrough: text, questions and Java that runs against a slot, step by step.",
            "Without a lab, list them and how far you got. Leave at any time; the next 'lab walk' goes on there."
        },
        footer = {
            "",
            "Examples:",
            "  lab walk                      list the labs",
            "  lab walk 05                   take the lab about errors",
            "  lab walk 05 --on model        the same, without a real kernel",
            "  lab walk --check              run all labs, and compare with what they say",
            "  lab walk --check --accept 05  make lab 05 say what happened",
            "",
            "Exit codes: 0 done; 1 a lab does not hold what it says, or cannot be read;",
            "  2 wrong usage; 3 the kernel asked for with --on is not to be had."
        })
public final class WalkCommand implements Callable<Integer> {

    /** One mistake at the beginning of a lab is often the cause of all others in it. */
    private static final int MOST_COMPLAINTS = 10;

    @Mixin
    private final SlotOption target = new SlotOption();

    @Option(names = "--check", description = "Run the labs as tests: all of them, or those that are named.")
    private boolean check;

    @Option(
            names = "--accept",
            description = "With --check: rewrite expectations that did not come true as what happened.")
    private boolean accept;

    @Parameters(paramLabel = "LAB", description = "Number or name: 5, 05, errors.")
    private List<String> labs = List.of();

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.standard();
        try {
            return check ? check(screen) : walk(screen);
        } catch (WalkthroughException e) {
            throw LabException.failed(String.valueOf(e.getMessage()));
        }
    }

    private int walk(Screen screen) throws Exception {
        Library library = Library.in(Kit.home());
        if (labs.isEmpty()) {
            list(library, screen);
            return ExitCode.DONE;
        }
        if (labs.size() > 1) {
            throw LabException.usage("one lab at a time, please: lab walk " + labs.get(0));
        }
        Path file = library.find(labs.get(0));
        Walkthrough walkthrough = library.read(file);
        KernelChoice kernel = targetOf(walkthrough, screen);
        if (kernel == KernelChoice.GUEST) {
            GuestKernel.prepare(screen);
        }
        Settings settings =
                Settings.ofThisMachine(Kit.home(), kernel.toString()).keepingWorkIn(work());
        Progress progress = Progress.load(Progress.folder(), walkthrough.id());
        try (Console console = console()) {
            LessonEnd end = new Lesson(walkthrough, settings, console, progress).run();
            return end == LessonEnd.UNAVAILABLE ? ExitCode.MISSING : ExitCode.DONE;
        }
    }

    /** {@return the folder in which a module that a student writes in a lab stays} */
    private static Path work() {
        return Path.of(System.getProperty("user.home"), "message-slot-lab");
    }

    private KernelChoice targetOf(Walkthrough walkthrough, Screen screen) {
        if (!walkthrough.needsGuest()) {
            return target.choose(Kit.FIRST_SLOT, screen);
        }
        if (target.asked() != null && target.asked() != KernelChoice.GUEST) {
            throw LabException.missing("lab " + walkthrough.number()
                    + " loads modules that may crash a kernel, so it needs a guest: use --on guest.");
        }
        return KernelChoice.GUEST;
    }

    private static Console console() throws IOException {
        if (Screen.isTerminal()) {
            Files.createDirectories(Progress.folder());
            return new TerminalConsole(Progress.folder().resolve("history"), Screen.standard()::width);
        }
        return new PlainConsole(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), System.out);
    }

    private static void list(Library library, Screen screen) throws IOException {
        for (Path file : library.files()) {
            String id = Library.id(file);
            Progress progress = Progress.load(Progress.folder(), id);
            String state = progress.isDone() ? "@|green done|@" : progress.percent() + " %";
            screen.print(String.format(
                    "  @|bold %s|@  %-44s %3d min   %s",
                    id.substring(0, 2), library.titleOf(file), library.minutesOf(file), state));
        }
        screen.print("Take one with: lab walk 00");
    }

    private int check(Screen screen) throws Exception {
        List<Walkthrough> chosen = Library.in(Kit.home()).some(labs);
        KernelChoice kernel = target.choose(Kit.FIRST_SLOT, screen);
        if (kernel == KernelChoice.GUEST) {
            GuestKernel.prepare(screen);
        }
        int failed = 0;
        for (Walkthrough walkthrough : chosen) {
            if (walkthrough.needsGuest() && kernel != KernelChoice.GUEST) {
                screen.print(String.format("%-24s @|faint skipped: it needs --on guest|@", walkthrough.id()));
            } else if (!check(walkthrough, kernel, screen)) {
                failed++;
            }
        }
        if (failed > 0) {
            screen.note(failed + " of " + chosen.size() + " labs do not hold what they say.");
        }
        return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private boolean check(Walkthrough walkthrough, KernelChoice kernel, Screen screen) throws Exception {
        Settings settings = Settings.ofThisMachine(Kit.home(), kernel.toString());
        Acceptance acceptance = new Acceptance();
        long start = System.nanoTime();
        List<Complaint> complaints;
        try (Session session = Session.start(SnippetPlace.WITHIN, settings, unused -> {})) {
            WalkthroughCheck check = new WalkthroughCheck(walkthrough, session, kernel.toString(), acceptance::note);
            complaints = screen.working("running " + walkthrough.id(), unused -> check.run());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        complaints.stream().limit(MOST_COMPLAINTS).forEach(complaint -> screen.print(plain(complaint.toString())));
        if (complaints.size() > MOST_COMPLAINTS) {
            screen.print("... and " + (complaints.size() - MOST_COMPLAINTS) + " more; correct the first ones first.");
        }
        screen.print(String.format(
                "%-24s %s  %3d snippets, %d questions, %d exercises, %.1f s",
                walkthrough.id(),
                complaints.isEmpty() ? "@|green ok|@    " : "@|red failed|@",
                walkthrough.snippets().size(),
                walkthrough.questions().size(),
                walkthrough.exercises().size(),
                seconds));
        if (accept && acceptance.isNeeded()) {
            rewrite(walkthrough.file(), acceptance);
            screen.print("  rewrote the expectations of " + acceptance.count() + " snippets in " + walkthrough.file());
        }
        return complaints.isEmpty();
    }

    /** Keeps picocli from reading markup in what snippets print. */
    private static String plain(String text) {
        return text.replace("@|", "@ |");
    }

    private static void rewrite(Path file, Acceptance acceptance) throws IOException {
        FinishedFile.write(file, String.join("\n", acceptance.rewrite(Files.readAllLines(file))) + "\n");
    }
}
