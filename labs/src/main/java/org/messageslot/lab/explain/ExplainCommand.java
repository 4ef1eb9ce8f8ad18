// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.explain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.slot.referee.Referee;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.ScenarioReport;
import org.messageslot.grading.slot.referee.Stepping;
import org.messageslot.grading.slot.referee.Watched;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.FileTrouble;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab explain}: every interleaving of a few calls, and the lines that went wrong. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Search for a schedule in which a module goes wrong, and show it in lines of its source.",
            "The module is built with hooks before each access to memory, and loaded in a guest in which a referee decides"
                    + " which thread goes on. All schedules with at most two preemptions are tried, then some by chance. What"
                    + " the calls return is held against the assignment; locks and memory are watched on the way.",
            "What it finds is real: it was tried again on a fresh kernel. Where it finds nothing, a mistake may be left:"
                    + " docs/referee.md says what is proven."
        },
        footer = {
            "",
            "Examples:",
            "  lab explain ex3                     all scenarios; under a minute",
            "  lab explain ex3 first-opens         one scenario",
            "  lab explain ex3 --list              what the scenarios are",
            "  lab explain ex3 --html races.html   a page for a lecture",
            "  lab explain ex3 first-opens --try   you choose which thread goes on",
            "  lab explain ex3 first-opens --try \"B A A B\"",
            "                                      the same choices again, at once",
            "",
            "Exit codes: 0 nothing wrong was found, or what was tried by hand came out",
            "  right; 1 something was, or a scenario could not be searched; 2 wrong usage;",
            "  3 something is missing, or there is nothing that can be built with the",
            "  referee in it, or the page cannot be written."
        })
public final class ExplainCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SUBMISSION", description = "A folder or an archive with a message_slot.c.")
    private Path folder = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "SCENARIO", description = "One scenario (default: all).")
    @Nullable
    private String name;

    @Option(names = "--list", description = "Say what the scenarios are, and search none.")
    private boolean list;

    @Option(
            names = "--preemptions",
            paramLabel = "N",
            description = "How often a thread is stopped that could go on, 1 to 3 (default: ${DEFAULT-VALUE}).")
    private int preemptions = Referee.Effort.standard().preemptions();

    @Option(
            names = "--schedules",
            paramLabel = "N",
            description = "How many schedules of a scenario are tried, 1 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int schedules = Referee.Effort.standard().limit();

    @Option(
            names = "--random",
            paramLabel = "N",
            description = "How many more are drawn by chance, 0 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int random = Referee.Effort.standard().random();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What those depend on, 0 to 2147483647 (default: ${DEFAULT-VALUE}).")
    private int seed;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page, too, in which one steps through the schedules with the arrow keys.")
    @Nullable
    private Path html;

    @Option(
            names = "--try",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "CHOICES",
            description =
                    "Choose yourself which thread goes on at each choice: asked one after the other, or as named here.")
    @Nullable
    private String choices;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        List<Scenario> scenarios = name == null ? Scenario.all() : List.of(WatchedModule.scenario(name));
        Screen screen = Screen.standard();
        if (choices != null) {
            checkTry();
            return byHand(scenarios.get(0), choices, screen);
        }
        if (list) {
            scenarios.forEach(scenario -> screen.write(ExplainText.title(scenario)));
            return ExitCode.DONE;
        }
        checkRanges();
        checkFolder();
        checkPlaceOfPage();
        Watched watched = WatchedModule.of(folder, screen);
        return WatchedModule.explained(() -> {
            List<ScenarioReport> reports = reports(watched, scenarios, screen);
            screen.write(ExplainText.closing(reports));
            writePage(reports, screen);
            return reports.stream().allMatch(ScenarioReport::isClean) ? ExitCode.DONE : ExitCode.FAILED;
        });
    }

    private int byHand(Scenario scenario, String typed, Screen screen) throws Exception {
        List<Integer> given = ByHand.choices(typed, scenario);
        checkFolder();
        Watched watched = WatchedModule.of(folder, screen);
        return WatchedModule.explained(() -> {
            try (Stepping stepping =
                    screen.working("searching where the threads meet", progress -> Stepping.of(watched, scenario))) {
                ByHand byHand = new ByHand(stepping, screen);
                return given.isEmpty()
                        ? byHand.ask(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)))
                        : byHand.make(given);
            }
        });
    }

    private List<ScenarioReport> reports(Watched watched, List<Scenario> scenarios, Screen screen) throws Exception {
        Referee referee = new Referee(watched, new Referee.Effort(preemptions, schedules, random, seed));
        ExplainText text = new ExplainText(screen.width());
        List<ScenarioReport> reports = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            ScenarioReport report =
                    screen.working("searching " + scenario.name(), progress -> referee.search(scenario));
            screen.write(text.of(report));
            reports.add(report);
        }
        return reports;
    }

    private void writePage(List<ScenarioReport> reports, Screen screen) {
        if (html == null) {
            return;
        }
        try {
            String kernel = "Linux " + GuestSetup.options().series() + ", seed " + seed + ".";
            FinishedFile.write(html, ExplainPage.render(folder.toString(), kernel, reports));
            screen.note("The page is " + html + ".");
        } catch (IOException e) {
            throw LabException.missing("the page cannot be written to " + html + ": " + FileTrouble.sentence(e));
        }
    }

    private void checkFolder() {
        if (!Files.exists(folder)) {
            throw LabException.usage("there is no " + folder + "; give the path of a folder or an archive.");
        }
    }

    private void checkTry() {
        if (name == null) {
            throw LabException.usage("--try needs a scenario; lab explain FOLDER --list shows which there are.");
        }
        for (String other : List.of("--list", "--preemptions", "--schedules", "--random", "--seed", "--html")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(other)) {
                throw LabException.usage(other + " does not go with --try, which searches nothing.");
            }
        }
    }

    /** A search takes long; so this is said before it. */
    private void checkPlaceOfPage() {
        Path place = html == null ? null : html.toAbsolutePath().getParent();
        if (place != null && !Files.isDirectory(place)) {
            throw LabException.usage("there is no folder " + place + " for the page; make it, or name another file.");
        }
    }

    private void checkRanges() {
        demand("--preemptions", preemptions, 1, 3);
        demand("--schedules", schedules, 1, 1_000_000);
        demand("--random", random, 0, 1_000_000);
        demand("--seed", seed, 0, Integer.MAX_VALUE);
    }

    private static void demand(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw LabException.usage(option + " is a number from " + least + " to " + most + ", not " + value + ".");
        }
    }
}
