// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.util.concurrent.Callable;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Group;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.coverage.Coverage;
import org.messageslot.grading.slot.coverage.CoverageText;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lab checks}: the table of checks. */
@Command(
        name = "checks",
        mixinStandardHelpOptions = true,
        description = "List the checks that lab grade runs: points, name, question, by group.",
        footer = {
            "",
            "Examples:",
            "  lab checks                     the checks of this year's edition",
            "  lab checks --edition 2025      those of another",
            "  lab checks --coverage          what of the assignment they ask, counted",
            "  lab grade --explain read-twice what one of them does",
            "",
            "Exit codes: 0 done; 2 wrong usage."
        })
public final class ChecksCommand implements Callable<Integer> {

    /** The numbers and contents of one grading stand for all: what is asked does not depend on them. */
    private static final long SEED = 1;

    @Mixin
    private final EditionOption edition = new EditionOption();

    @Option(
            names = "--coverage",
            description = "Run them on the model instead, and print which calls they make in which condition of an open"
                    + " file, and which nobody makes.")
    private boolean coverage;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Screen screen = Screen.standard();
        Edition chosen = edition();
        if (coverage) {
            new CoverageText(Coverage.of(chosen, SEED)).lines().forEach(screen::print);
            return ExitCode.DONE;
        }
        list(chosen.rubric(), screen);
        return ExitCode.DONE;
    }

    private static void list(Rubric rubric, Screen screen) {
        for (Group group : rubric.groups()) {
            screen.print("");
            screen.print(String.format("%6s  @|bold %s|@", group.points(), group.title())
                    + (group.bonus() ? " (bonus)" : "") + "  [" + group.id() + "]");
            for (CheckDescription check : rubric.checks()) {
                if (check.group().equals(group.id())) {
                    screen.print(String.format("%6s  %s", check.maxPoints(), check.id()));
                    screen.print("        " + check.title() + " " + String.join(" ", check.requirements()));
                }
            }
        }
        screen.print("");
        screen.print(String.format(
                "%6s  in all, by %d checks; a crash of the kernel costs %s, once, %s",
                rubric.maxScore(),
                rubric.checks().size(),
                rubric.rules().crash().points().number(),
                rubric.rules().crash().words()));
    }

    private Edition edition() {
        try {
            return edition.edition();
        } catch (DataFileException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
