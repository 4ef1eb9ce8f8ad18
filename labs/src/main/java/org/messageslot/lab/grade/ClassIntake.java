// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.ClassException;
import org.messageslot.grading.course.Facts;
import org.messageslot.grading.course.Intake;
import org.messageslot.grading.course.Plan;
import org.messageslot.grading.course.PlanFile;
import org.messageslot.grading.course.Roll;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/**
 * A class that is about to be graded: from what was downloaded to a plan without doubts.
 *
 * @param paths what was downloaded
 * @param forced whether the only path is a class whatever it looks like
 * @param facts what the user's own files say
 * @param planPath where the plan is written, or was; {@code null} for nowhere
 * @param given the plan that the user gave; {@code null} if there is none yet
 * @param yes whether doubts are left as they are
 * @param reveals whether students see what the edition hides
 */
record ClassIntake(
        List<Path> paths,
        boolean forced,
        Facts facts,
        @Nullable Path planPath,
        @Nullable PlanFile given,
        boolean yes,
        boolean reveals) {

    private static final int MOST_DOUBTS = 40;

    /**
     * A class whose submissions lie where they can be opened.
     *
     * @param plan the plan
     * @param roll what counts
     */
    record Placed(Plan plan, Roll roll) {

        /** {@return a hash of the plan: equal for equal ones} */
        String planHash(Facts facts) {
            return DigestUtils.sha256Hex(PlanFile.render(plan, facts));
        }

        /** Keeps the plan beside the reports, so that an appeal can be answered. */
        void keep(Facts facts, Path file) throws IOException {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FinishedFile.write(file, PlanFile.render(plan, facts));
        }
    }

    /** Writes the plan, and shows it. */
    int writePlan(Screen screen) throws IOException {
        Path file = java.util.Objects.requireNonNull(planPath);
        Plan plan;
        try (Intake intake = Intake.open(paths, forced, SlotArtifacts.ALL)) {
            plan = intake.plan(facts, null);
            demandSomething(plan);
        } catch (ClassException e) {
            throw LabException.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw LabException.missing("the class cannot be read: " + e.getMessage());
        }
        screen.write(PlanTable.render(plan, facts, screen.width()));
        try {
            FinishedFile.write(file, PlanFile.render(plan, facts));
        } catch (IOException e) {
            throw LabException.missing("the plan cannot be written to " + file + ": " + e.getMessage());
        }
        int doubts = plan.openDoubts().size();
        screen.note(summary(plan));
        screen.note("Written: " + file + "; nothing is graded yet. "
                + (doubts == 0
                        ? "Give the same command again, with --out, to grade by it."
                        : (doubts == 1 ? "One doubt is" : doubts + " doubts are")
                                + " in it: decide in the columns student, file,"
                                + " folder or handed_in_at, or write yes into the column ok; then give the same command"
                                + " again, with --out."));
        return doubts == 0 ? ExitCode.DONE : ExitCode.DOUBTS;
    }

    /** Makes the plan, stops if there are doubts, and puts what counts where it can be opened. */
    Placed placed(Screen screen, Path spool) throws IOException {
        try (Intake intake = Intake.open(paths, forced, SlotArtifacts.ALL)) {
            Plan plan = intake.plan(facts, given);
            demandSomething(plan);
            screen.note(summary(plan));
            demandNoDoubts(screen, plan);
            return new Placed(plan, intake.placed(plan, spool));
        }
    }

    private void demandSomething(Plan plan) {
        if (plan.submissions().isEmpty()) {
            throw LabException.usage(
                    "there is no submission in " + paths.get(0) + "; give the folder or the archive that holds them.");
        }
    }

    private void demandNoDoubts(Screen screen, Plan plan) {
        List<String> doubts = plan.openDoubts();
        if (doubts.isEmpty()) {
            return;
        }
        StringBuilder list = new StringBuilder();
        doubts.stream().limit(MOST_DOUBTS).forEach(doubt -> list.append("\n  ").append(doubt));
        if (doubts.size() > MOST_DOUBTS) {
            list.append("\n  and ").append(doubts.size() - MOST_DOUBTS).append(" more");
        }
        String count = doubts.size() == 1 ? "one doubt" : doubts.size() + " doubts";
        if (yes) {
            screen.note("Graded in spite of " + count + ":");
            screen.note(list.substring(1).replace("@|", "@ |"));
            return;
        }
        throw LabException.doubts("there " + (doubts.size() == 1 ? "is " : "are ") + count
                + " that can change a grade, and nothing was graded:" + list + "\nDecide in a plan: "
                + (given == null ? "give --plan plan.csv, look at what it writes," : "change it,")
                + " and give it again; or say --yes to go on as it is.");
    }

    /** {@return the plan in a few lines} */
    private String summary(Plan plan) {
        int count = plan.submissions().size();
        long aside = plan.submissions().stream()
                .mapToLong(row -> row.others().size())
                .sum();
        StringBuilder text = new StringBuilder(count + (count == 1 ? " submission" : " submissions") + ", from "
                + plan.layout().words());
        text.append(
                aside == 0
                        ? "."
                        : "; " + aside + (aside == 1 ? " file of theirs does" : " files of theirs do") + " not count.");
        Map<String, Integer> sources = new TreeMap<>();
        plan.submissions()
                .forEach(row -> row.at().ifPresent(moment -> sources.merge(moment.source(), 1, Integer::sum)));
        if (!sources.isEmpty()) {
            text.append("\nHanded in at, by ");
            text.append(String.join(
                    ", ",
                    sources.entrySet().stream()
                            .map(source -> source.getKey() + ": " + source.getValue())
                            .toList()));
            text.append(plan.zone().isEmpty() ? "" : "; zone " + plan.zone()).append('.');
        }
        if (facts.policy().due() != null) {
            long late = plan.submissions().stream()
                    .filter(row -> !row.late().startsWith("no"))
                    .count();
            text.append("\nLate by the policy: ")
                    .append(late)
                    .append(" of ")
                    .append(count)
                    .append('.');
        }
        return text.toString();
    }
}
