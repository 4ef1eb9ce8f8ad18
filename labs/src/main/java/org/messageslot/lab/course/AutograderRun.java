// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.course;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Run;
import org.messageslot.grading.Submitted;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.course.Capacity;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.Member;
import org.messageslot.grading.course.policy.Policy;
import org.messageslot.grading.engine.Grader;
import org.messageslot.grading.report.GradescopeReport;
import org.messageslot.grading.report.Redaction;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.host.FinishedFile;
import org.messageslot.lab.setup.GuestSetup;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;

/** Grades the one submission of a Gradescope container; what comes out is for its student. */
final class AutograderRun {

    private static final long SEED = 0;

    private AutograderRun() {}

    /**
     * Grades.
     *
     * @param root the folder that holds {@code submission/} and {@code results/}
     * @return 0 if it was graded; else 3, and the student is told that the grader failed, and of no score
     */
    static int in(Path root) throws DataFileException, IOException, InterruptedException {
        Edition edition = SlotAssignment.SLOT
                .editions()
                .find(Kit.home().resolve(GradescopeBundle.EDITION).toString());
        Path file = Kit.home().resolve(GradescopeBundle.POLICY);
        Policy policy = Files.exists(file) ? Policy.read(file) : Policy.NONE;
        Handing handing = handing(root);
        Grade grade = consoled(policy.applied(new Graded(handing, graded(edition, handing.path()), false))
                .grade());
        Path results = Files.createDirectories(root.resolve("results"));
        GradescopeReport report = new GradescopeReport(SlotAssignment.SLOT.wording());
        FinishedFile.write(results.resolve(report.fileName()), report.render(Redaction.forStudent(grade)));
        Screen screen = Screen.standard();
        screen.write(grade.headline() + "\n");
        grade.ungradableBecause().forEach(why -> screen.note(why));
        return grade.gradable() ? ExitCode.DONE : ExitCode.MISSING;
    }

    /** Students see it before anybody of the staff does. */
    private static Grade consoled(Grade grade) {
        if (grade.gradable()) {
            return grade;
        }
        List<String> remarks = new ArrayList<>(grade.submission().remarks());
        remarks.add(
                "The grader failed. This is no fault of your submission and costs no points; ask your instructor to run"
                        + " it again.");
        return grade.withSubmission(grade.submission().withRemarks(remarks));
    }

    private static Grade graded(Edition edition, Path submission) throws InterruptedException {
        try {
            Grader grader = Grader.of(edition, GuestSetup.options().series(), step -> {});
            int guests = Capacity.submissions(Grader.Wish.usualJobs());
            return grader.grade(submission, new Grader.Wish(edition.rubric(), guests, SEED), check -> {});
        } catch (UngradableException | LabException | IOException e) {
            Run run = new Run(edition.name(), edition.rubric().sha256(), SEED, Grader.KIT_VERSION, "");
            return new Scoring(edition.rubric())
                    .ungradable(Submitted.unread("submission"), run, String.valueOf(e.getMessage()));
        }
    }

    /** Gradescope says whose it is, and when it came; if it does not, policies count it as in time. */
    private static Handing handing(Path root) {
        Optional<Instant> at = Optional.empty();
        List<String> ids = new ArrayList<>();
        try {
            JsonObject said = JsonParser.parseString(Files.readString(root.resolve("submission_metadata.json")))
                    .getAsJsonObject();
            at = Optional.of(
                    OffsetDateTime.parse(said.get("created_at").getAsString()).toInstant());
            for (JsonElement user : said.getAsJsonArray("users")) {
                for (String name : List.of("sid", "email", "id")) {
                    JsonElement id = user.getAsJsonObject().get(name);
                    if (id != null && id.isJsonPrimitive()) {
                        ids.add(id.getAsString());
                    }
                }
            }
        } catch (IOException
                | JsonParseException
                | DateTimeException
                | IllegalStateException
                | NullPointerException
                | ClassCastException e) {
            Screen.standard().note("submission_metadata.json does not say whose the submission is, and when it came.");
        }
        String whose = String.join("+", ids);
        return new Handing(
                whose,
                "",
                "submission",
                at,
                false,
                "submission",
                root.resolve("submission"),
                ids.stream().map(Member::of).toList());
    }
}
