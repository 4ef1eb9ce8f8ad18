// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.Points;
import org.messageslot.grading.Run;
import org.messageslot.grading.course.Again;
import org.messageslot.grading.course.Capacity;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.ClassGrading;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Intake;
import org.messageslot.grading.course.Roll;
import org.messageslot.grading.course.Roster;
import org.messageslot.grading.course.Shard;
import org.messageslot.grading.course.policy.Policy;
import org.messageslot.grading.course.report.ClassFolder;
import org.messageslot.grading.course.report.ShardFile;
import org.messageslot.grading.edition.Edition;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.guest.CacheFolder;

/**
 * {@code lab grade} for a whole class.
 *
 * @param edition the assignment
 * @param rubric the checks that count
 * @param jobs how many guests at a time at most
 * @param seed what the checks vary by
 * @param out where the reports go
 * @param roster who should have handed in something, if that is known
 * @param again what is graded again although it is finished
 * @param forced whether the path is a class whatever it looks like
 * @param shard the part of the class that is graded; {@code null} for all of it
 * @param policy what the course does about lateness
 * @param reveals whether students see what the edition hides
 */
record ClassRun(
        Edition edition,
        Rubric rubric,
        int jobs,
        long seed,
        Path out,
        @Nullable Path roster,
        List<String> again,
        boolean forced,
        @Nullable Shard shard,
        Policy policy,
        boolean reveals) {

    private static final String GRADES = "grades";
    private static final int MOST_NAMED = 3;

    /** Grade a class; throws a {@link LabException} where that cannot be done. */
    GradedClass grade(Screen screen, List<Path> paths) throws Exception {
        try {
            Roster list = roster == null ? null : Roster.read(roster);
            ClassFolder folder = new ClassFolder(out, reveals);
            Roll roll = Intake.roll(paths, folder.spool(), forced);
            if (roll.counted().isEmpty()) {
                throw LabException.usage("there is no submission in " + paths.get(0)
                        + "; give the folder or the archive that holds them.");
            }
            Again repeated = Again.of(again, roll.counted(), rubric);
            screen.note(counted(roll));
            Roll own = own(roll);
            Grader grader = GradeCommand.grader(screen, edition);
            Run run = grader.run(rubric, seed);
            List<Graded> graded = own.counted().isEmpty() ? List.of() : graded(screen, grader, own, repeated, folder);
            named(screen, "Has an extension, and handed in nothing", policy.nobodys(roll.counted()));
            GradedClass whole = new GradedClass(
                    run,
                    own,
                    graded,
                    list == null ? List.of() : list.missing(roll.counted()),
                    list == null ? List.of() : list.strangers(own.counted()));
            ShardFile.delete(out);
            folder.write(whole);
            if (shard != null) {
                new ShardFile(shard, roll.counted().stream().map(Handing::key).toList(), reveals).write(out);
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

    private String counted(Roll roll) {
        int count = roll.counted().size();
        String sentence = count + (count == 1 ? " submission" : " submissions") + ", from "
                + roll.layout().words();
        int replaced = roll.replaced().size();
        return sentence
                + (replaced == 0 ? "." : "; " + replaced + " earlier ones of theirs do not count.")
                + (shard == null
                        ? ""
                        : " This is shard " + shard + ": "
                                + shard.of(roll.counted()).size() + " of them.");
    }

    private List<Graded> graded(Screen screen, Grader grader, Roll roll, Again repeated, ClassFolder folder)
            throws Exception {
        List<Handing> handings = roll.counted();
        ClassGrading grading = ClassGrading.of(
                grader, rubric, seed, Capacity.submissions(jobs), handings.size(), CacheFolder.named(GRADES));
        List<Graded> graded = screen.terminal()
                ? screen.working(
                        "opening " + handings.size() + " submissions",
                        step -> grading.grade(
                                handings, repeated, new Told(policy, handings.size(), folder, step, line -> {})))
                : grading.grade(
                        handings, repeated, new Told(policy, handings.size(), folder, line -> {}, screen::note));
        return graded.stream().map(policy::applied).toList();
    }

    /** Tells how it goes on, on one line that changes or on a line for each submission; and writes reports. */
    private static final class Told implements ClassGrading.Progress {

        private static final double NANOS = 1e9;

        private final Policy policy;
        private final int all;
        private final ClassFolder folder;
        private final Consumer<String> step;
        private final Consumer<String> line;
        private final Set<String> running = new LinkedHashSet<>();
        private final long start = System.nanoTime();
        private int done;
        private int fresh;
        private int ungradable;

        Told(Policy policy, int all, ClassFolder folder, Consumer<String> step, Consumer<String> line) {
            this.policy = policy;
            this.all = all;
            this.folder = folder;
            this.step = step;
            this.line = line;
        }

        @Override
        public void started(Handing handing) {
            running.add(handing.student());
            step.accept(sentence());
        }

        @Override
        public void finished(Graded whole) throws IOException {
            Graded graded = policy.applied(whole);
            folder.write(graded);
            running.remove(graded.handing().student());
            done++;
            fresh += graded.remembered() ? 0 : 1;
            ungradable += graded.grade().gradable() ? 0 : 1;
            step.accept(sentence());
            line.accept("  " + done + " of " + all + "  " + graded.handing().student() + ": "
                    + graded.grade().headline() + (graded.remembered() ? " (graded before)" : ""));
        }

        private String sentence() {
            StringBuilder text = new StringBuilder("grading: " + done + " of " + all + " done");
            if (ungradable > 0) {
                text.append(", ").append(ungradable).append(" ungradable");
            }
            if (!running.isEmpty()) {
                List<String> names = running.stream().limit(MOST_NAMED).toList();
                text.append(", at ").append(String.join(", ", names));
                text.append(running.size() > MOST_NAMED ? " and others" : "");
            }
            if (fresh > 0 && done < all) {
                double each = (System.nanoTime() - start) / NANOS / fresh;
                long minutes = Math.round(each * (all - done) / 60);
                text.append(minutes < 1 ? ", under a minute left" : ", about " + minutes + " min left");
            }
            return text.toString();
        }
    }

    /** Say on the screen what came out. */
    static void summary(Screen screen, GradedClass whole, Path out) {
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
