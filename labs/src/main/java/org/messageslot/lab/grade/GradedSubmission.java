// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Points;
import org.messageslot.grading.Verdict;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.report.CheckReport;
import org.messageslot.grading.report.TerminalReport;
import org.messageslot.grading.rubric.Step;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.lab.terminal.Screen;

/**
 * Tells how one submission was graded, as {@code lab grade} prints it.
 *
 * @param screen where it is said
 * @param path the submission
 * @param grades its grades, one for each seed; at least one
 */
record GradedSubmission(Screen screen, Path path, List<Grade> grades) {

    /** {@return the grade that counts} */
    Grade first() {
        return grades.get(0);
    }

    /** Prints the grade. */
    void show() {
        screen.write(TerminalReport.screen(
                        SlotAssignment.SLOT.wording(),
                        screen.coloured(),
                        "lab repro " + ReproFolder.shell(path.toString()))
                .render(first()));
    }

    /** Prints what the kernel logged during checks that passed; the others' is in the grade. */
    void showLogs() {
        for (Verdict verdict : first().verdicts()) {
            List<String> log = verdict.passed() ? CheckReport.log(verdict.outcome()) : List.of();
            if (!log.isEmpty()) {
                screen.print("");
                screen.print("The kernel's log during " + verdict.id() + ", which passed:");
                log.forEach(line -> screen.write(line + "\n"));
            }
        }
    }

    /** Says what the score is a part of, and what comes next. */
    void tellAboutStep(Edition chosen, int upTo) {
        Grade grade = first();
        Points score = grade.score();
        if (score == null) {
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

    /** {@return whether grades could be given} */
    boolean isGradable() {
        return grades.stream().allMatch(Grade::gradable);
    }

    /** {@return whether all runs came to the same; says so where there were several} */
    boolean isSteady() {
        return grades.size() == 1 || areAlike();
    }

    /** Says whether chance had a part in it: the scores of all runs, and which checks did not end alike each time. */
    private boolean areAlike() {
        Set<String> unsteady = new TreeSet<>();
        Grade first = first();
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
}
