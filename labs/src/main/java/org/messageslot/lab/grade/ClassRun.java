// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Points;
import org.messageslot.grading.Run;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.course.Again;
import org.messageslot.grading.course.Capacity;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.ClassGrading;
import org.messageslot.grading.course.Facts;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.PlanFile;
import org.messageslot.grading.course.Roll;
import org.messageslot.grading.course.Roster;
import org.messageslot.grading.course.Shard;
import org.messageslot.grading.course.cache.GradingConditions;
import org.messageslot.grading.course.policy.Policy;
import org.messageslot.grading.course.report.ClassFolder;
import org.messageslot.grading.course.report.ShardFile;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.guest.CacheFolder;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/**
 * {@code lab grade} for a whole class.
 *
 * @param edition the assignment
 * @param rubric the checks that count
 * @param jobs how many guests at a time at most
 * @param seed what the checks vary by
 * @param out where the reports go
 * @param again what is graded again although it is finished
 * @param shard the part of the class that is graded; {@code null} for all of it
 * @param trusting whether it is compiled without a sandbox
 */
public record ClassRun(
        Edition edition,
        Rubric rubric,
        int jobs,
        long seed,
        Path out,
        List<String> again,
        @Nullable Shard shard,
        boolean trusting) {

    private static final String GRADES = "grades";
    /** A class that is graded in a sandbox takes no grade from one that was not. */
    private static final String GRADES_ON_TRUST = "grades-on-trust";

    /** Grades a class; throws a {@link LabException} where that cannot be done. */
    GradedClass grade(Screen screen, ClassIntake intake) throws Exception {
        try {
            Facts facts = intake.facts();
            ClassFolder folder = new ClassFolder(out, intake.reveals(), SlotAssignment.SLOT.wording());
            ClassIntake.Placed placed = intake.placed(screen, folder.spool());
            Roll roll = placed.roll();
            Again repeated = Again.of(again, roll.counted(), rubric);
            placed.keep(facts, out.resolve(PlanFile.FILE));
            Roll own = own(roll);
            if (shard != null) {
                screen.note("This is shard " + shard + ": " + own.counted().size() + " of them.");
            }
            Grader grader = Graders.grader(screen, edition, GuestSetup.options().series(), trusting);
            Run run = grader.run(rubric, seed);
            List<Graded> graded =
                    own.counted().isEmpty() ? List.of() : graded(screen, grader, own, repeated, folder, facts.policy());
            named(
                    screen,
                    "Has an extension, and handed in nothing",
                    facts.policy().nobodys(roll.counted()));
            Roster list = facts.roster();
            GradedClass whole = new GradedClass(
                    run,
                    own,
                    graded,
                    placed.plan().missing(),
                    list == null ? List.of() : list.strangers(own.counted()));
            ShardFile.delete(out);
            folder.write(whole);
            if (shard != null) {
                new ShardFile(
                                shard,
                                roll.counted().stream().map(Handing::key).toList(),
                                intake.reveals(),
                                Map.of(
                                        "policy", facts.policy().terms(),
                                        "plan", placed.planHash(facts),
                                        "kit", GradingConditions.kit()))
                        .write(out);
            }
            return whole;
        } catch (ClassException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw LabException.missing("the class cannot be graded: " + e.getMessage()
                    + "; what is finished is kept: correct this, and give the same command again.");
        }
    }

    private Roll own(Roll roll) {
        return shard == null ? roll : new Roll(roll.layout(), shard.of(roll.counted()), roll.replaced(), roll.strays());
    }

    private List<Graded> graded(
            Screen screen, Grader grader, Roll roll, Again repeated, ClassFolder folder, Policy policy)
            throws Exception {
        List<Handing> handings = roll.counted();
        ClassGrading grading = ClassGrading.of(
                grader,
                rubric,
                seed,
                Capacity.submissions(jobs),
                handings.size(),
                CacheFolder.named(trusting ? GRADES_ON_TRUST : GRADES));
        // On a terminal there is one line that changes, elsewhere a line for each tenth of the class.
        List<Graded> graded = screen.terminal()
                ? screen.working(
                        "opening " + handings.size() + " submissions",
                        step -> grading.grade(
                                handings,
                                repeated,
                                new ClassProgress(policy, handings.size(), folder, step, line -> {})))
                : grading.grade(
                        handings,
                        repeated,
                        new ClassProgress(policy, handings.size(), folder, step -> {}, screen::note));
        return graded.stream().map(policy::applied).toList();
    }

    /** Says on the screen what came out. */
    public static void summary(Screen screen, GradedClass whole, Path out) {
        List<Points> scores = new ArrayList<>();
        for (Graded one : whole.graded()) {
            Points score = one.grade().score();
            if (score != null) {
                scores.add(score);
            }
        }
        List<Points> sorted = scores.stream().sorted().toList();
        screen.print("@|bold " + scores.size() + " of " + whole.graded().size() + " submissions graded|@, edition "
                + whole.run().edition() + ".");
        if (!sorted.isEmpty()) {
            screen.print("Median " + sorted.get(sorted.size() / 2) + " of "
                    + whole.maxScore().brief() + " points, from " + sorted.get(0) + " to "
                    + sorted.get(sorted.size() - 1) + ".");
        }
        named(screen, "On the roster, and handed in nothing", whole.missing());
        named(
                screen,
                "Handed in something, and not on the roster",
                whole.strangers().stream()
                        .map(one -> (one.student() + " " + one.name()).strip())
                        .toList());
        named(screen, "Left aside, as nobody's submission", whole.roll().strays());
        for (Graded one : whole.ungradable()) {
            screen.write("Ungradable: " + one.handing().student() + ": "
                    + String.join(
                            " ",
                            one.grade().ungradableBecause().stream().limit(2).toList()) + "\n");
        }
        if (!whole.ungradable().isEmpty()) {
            screen.print("That is the grader's failure, not theirs. Give the same command again to grade those.");
        }
        screen.note(
                "Reports are in " + out + ": index.html for staff, feedback/ for students, grades.csv for programs.");
    }

    private static void named(Screen screen, String what, List<String> names) {
        if (!names.isEmpty()) {
            screen.write(what + ": " + names.size() + "\n");
            names.stream().limit(10).forEach(name -> screen.write("  " + name + "\n"));
            if (names.size() > 10) {
                screen.write("  and " + (names.size() - 10) + " more\n");
            }
        }
    }
}
