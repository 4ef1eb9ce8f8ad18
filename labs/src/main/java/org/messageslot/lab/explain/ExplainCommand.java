// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.explain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.slot.referee.Referee;
import org.messageslot.grading.slot.referee.RefereeException;
import org.messageslot.grading.slot.referee.Scenario;
import org.messageslot.grading.slot.referee.ScenarioReport;
import org.messageslot.grading.slot.referee.Watched;
import org.messageslot.grading.submission.StudentBuild;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.trial.GuestStock;
import org.messageslot.guest.KernelSeries;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.grade.Graders;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.FileTrouble;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
            "",
            "Exit codes: 0 nothing wrong was found; 1 something was, or a scenario could",
            "  not be searched; 2 wrong usage; 3 something is missing, or there is nothing",
            "  that can be built with the referee in it, or the page cannot be written."
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

    @Override
    public Integer call() throws Exception {
        List<Scenario> scenarios = chosen();
        Screen screen = Screen.standard();
        if (list) {
            scenarios.forEach(scenario -> screen.write(ExplainText.title(scenario)));
            return ExitCode.DONE;
        }
        checkRanges();
        if (!Files.exists(folder)) {
            throw LabException.usage("there is no " + folder + "; give the path of a folder or an archive.");
        }
        checkPlaceOfPage();
        Graders.prepare(screen, false, false);
        try {
            List<ScenarioReport> reports = reports(scenarios, screen);
            screen.write(ExplainText.closing(reports));
            writePage(reports, screen);
            return reports.stream().allMatch(ScenarioReport::isClean) ? ExitCode.DONE : ExitCode.FAILED;
        } catch (UngradableException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        } catch (RefereeException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    private List<ScenarioReport> reports(List<Scenario> scenarios, Screen screen) throws Exception {
        Submission submission = submission();
        KernelSeries series = GuestSetup.options().series();
        StudentBuild compilers = Graders.compilers(screen, false);
        GuestStock stock = screen.working("preparing the guest", progress -> GuestStock.of(series, progress));
        Watched watched = screen.working("building the module", progress -> Watched.of(submission, compilers, stock));
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

    private Submission submission() {
        try {
            return Submission.open(folder, SlotArtifacts.ALL);
        } catch (IOException e) {
            throw LabException.missing(String.valueOf(e.getMessage()));
        }
    }

    private List<Scenario> chosen() {
        List<Scenario> all = Scenario.all();
        Optional<String> wanted = Optional.ofNullable(name);
        List<Scenario> some = all.stream()
                .filter(scenario -> wanted.isEmpty() || wanted.get().equals(scenario.name()))
                .toList();
        if (some.isEmpty()) {
            throw LabException.usage("There is no scenario " + name + "; there are "
                    + all.stream().map(Scenario::name).collect(Collectors.joining(", ")) + ".");
        }
        return some;
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
