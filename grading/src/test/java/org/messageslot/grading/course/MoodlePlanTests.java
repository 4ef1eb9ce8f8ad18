// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messageslot.grading.course.Plans.row;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.submission.Submission;

/** Whose is what in a download from Moodle, and when it came. */
class MoodlePlanTests {

    private static final String TITLES =
            "Identifier,Full name,ID number,Email address,Status,Group,Grade,Maximum grade,"
                    + "Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments\n";
    private static final String DUE = """
            {"due": "2024-05-01T23:59:00+03:00", "late": {"percentPerDay": 10}, "extensions": {"500000002": "2024-05-09T23:59:00+03:00"}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Plans plans;

    @BeforeEach
    void begin() {
        plans = new Plans(folder);
    }

    private static String line(int number, String name, String group, String time) {
        return "Participant " + number + "," + name + ",50000000" + number % 10 + ",s" + number
                + "@example.org,Submitted for grading," + group + ",,2.00,Yes,\"" + time + "\",-,\n";
    }

    private static Zips flat() {
        return new Zips()
                .with("Ada Berg_7001_assignsubmission_file_ex3.zip", Zips.submission("ada"))
                .with("Ben Carl_7002_assignsubmission_file_message_slot.c", "/* ben */")
                .with("Ben Carl_7002_assignsubmission_file_message_slot.h", "/* h */")
                .with("Ben Carl_7002_assignsubmission_file_report.pdf", "%PDF");
    }

    private static Zips folders() {
        return new Zips()
                .with("Ada Berg_7001_assignsubmission_file_/ex3.zip", Zips.submission("ada"))
                .with("Ben Carl_7002_assignsubmission_file_/ex3.zip", Zips.submission("ben"));
    }

    private Submission opened(Plan plan, Zips zips, String student) throws Exception {
        try (Intake intake = Intake.open(List.of(zips.into(folder.resolve("class.zip"))), false, SlotArtifacts.ALL)) {
            intake.plan(plans.facts(), null);
            Roll roll = intake.placed(plan, folder.resolve("spool"));
            Handing own = roll.counted().stream()
                    .filter(one -> one.student().equals(student))
                    .findFirst()
                    .orElseThrow();
            return Submission.open(own.path(), SlotArtifacts.ALL);
        }
    }

    @Test
    void looseFilesOfAFlatDownloadAreOneSubmission() throws Exception {
        Plan plan = plans.of(flat());
        assertThat(plan.submissions()).hasSize(2);
        assertThat(plan.openDoubts()).isEmpty();
        assertThat(opened(plan, flat(), "7002").all()).hasSize(2);
    }

    @Test
    void aFilesOwnNameIsNobodysPrefix() throws Exception {
        Zips zips = flat().with(
                        "Eve Dorn_7009_assignsubmission_file_x_7001_assignsubmission_file_ex3.zip",
                        Zips.submission("eve"));
        Plan plan = plans.of(zips);
        assertThat(row(plan, "7001").others()).isEmpty();
        assertThat(row(plan, "7009").name()).isEqualTo("Eve Dorn");
        assertThat(opened(plan, zips, "7001").all().get(0).text()).contains("ada");
    }

    @Test
    void aFileOfTheDefaultGroupIsNobodysEither() throws Exception {
        Plan plan = plans.of(folders()
                .with(
                        "Default group_assignsubmission_file/x_7001_assignsubmission_file_ex3.zip",
                        Zips.submission("eve")));
        assertThat(row(plan, "Default group").counts()).hasSize(1);
        assertThat(plan.submissions()).hasSize(3);
    }

    @Test
    void groupsAreKnownByTheWorksheetAndNeverByTheirNumber() throws Exception {
        Zips zips = new Zips()
                .with("Red Team_81_assignsubmission_file/ex3.zip", Zips.submission("red"))
                .with("Blue Team_82_assignsubmission_file/ex3.zip", Zips.submission("blue"));
        plans.zone("Asia/Jerusalem")
                .worksheet(TITLES
                        + line(7001, "Ada Berg", "Red Team", "Wednesday, 1 May 2024, 10:58 PM")
                        + line(7002, "Ben Carl", "Red Team", "Wednesday, 1 May 2024, 10:58 PM")
                        + line(81, "Nobody Here", "Blue Team", "Wednesday, 1 May 2024, 10:58 PM"));
        Plan plan = plans.of(zips);
        assertThat(row(plan, "Red Team_81").members()).extracting(Member::id).containsExactly("7001", "7002");
        assertThat(row(plan, "Blue Team_82").members()).extracting(Member::id).containsExactly("81");
        assertThat(plan.openDoubts()).isEmpty();
    }

    @Test
    void aGroupWithoutMembersIsADoubtThatAPlanSettles() throws Exception {
        Zips zips = folders().with("Default group_assignsubmission_file/ex3.zip", Zips.submission("rest"));
        Plan plan = plans.of(zips);
        assertThat(plan.openDoubts()).hasSize(3).allMatch(doubt -> doubt.contains("its members are not known"));
        Path path = folder.resolve("class.zip");
        String written = "Default group_assignsubmission_file,Default group,Default group,,";
        Plan again = plans.again(path, plan, written, written.replaceAll(",$", "7003 + 7004,"));
        assertThat(row(again, "Default group").members()).extracting(Member::id).containsExactly("7003", "7004");
        assertThat(again.openDoubts()).hasSize(2);
    }

    @Test
    void membersMayComeFromARoster() throws Exception {
        plans.roster("First name,Last name,ID number,Groups\nAda,Berg,500000001,Red\nBen,Carl,500000002,Red\n");
        Plan plan = plans.of(new Zips()
                .with("Red_81_assignsubmission_file/ex3.zip", Zips.submission("red"))
                .with("Default group_assignsubmission_file/ex3.zip", Zips.submission("rest")));
        assertThat(row(plan, "Red_81").members()).extracting(Member::id).containsExactly("500000001", "500000002");
    }

    @Test
    void aPolicyWithoutTrustworthyTimesIsRefusedWithWhatToFetch() throws Exception {
        plans.policy(DUE);
        assertThatThrownBy(() -> plans.of(folders()))
                .isInstanceOf(ClassException.class)
                .hasMessageContaining("Download grading worksheet")
                .hasMessageContaining("--worksheet");
        plans.worksheet(TITLES + line(7001, "Ada Berg", "", "Wednesday, 1 May 2024, 10:58 PM"));
        assertThatThrownBy(() -> plans.of(folders())).hasMessageContaining("--zone");
    }

    @Test
    void timesOfTheWorksheetAreReadInTheZoneThatIsNamed() throws Exception {
        plans.zone("Asia/Jerusalem")
                .policy(DUE)
                .worksheet(TITLES
                        + line(7001, "Ada Berg", "", "Thursday, 2 May 2024, 12:05 AM")
                        + line(7002, "Ben Carl", "", "Wednesday, 8 May 2024, 11:58 PM"));
        Plan plan = plans.of(folders());
        assertThat(row(plan, "7001").at().orElseThrow().at()).isEqualTo(Instant.parse("2024-05-01T21:05:00Z"));
        assertThat(row(plan, "7001").late()).isEqualTo("6 min, 1 day");
        assertThat(row(plan, "7002").late()).as("an extension by the ID number").isEqualTo("no");
        assertThat(plan.openDoubts()).isEmpty();
        assertThat(PlanFile.render(plan, plans.facts())).contains("2024-05-02T00:05+03:00,worksheet,Asia/Jerusalem,");
    }

    @Test
    void whoIsNotInTheWorksheetIsADoubt() throws Exception {
        plans.worksheet(TITLES + line(7001, "Ada Berg", "", "-"));
        assertThat(plans.of(folders()).openDoubts())
                .containsExactly("7002 Ben Carl: the worksheet has no participant 7002");
    }

    @Test
    void twoGoodArchivesAreADoubtUnlessTheyAreEqual() throws Exception {
        Zips zips = folders()
                .with("Cyd Doe_7003_assignsubmission_file_/ex3_old.zip", Zips.submission("one"))
                .with("Cyd Doe_7003_assignsubmission_file_/ex3_final.zip", Zips.submission("two"))
                .with("Dan Eck_7004_assignsubmission_file_/b.zip", Zips.submission("same"))
                .with("Dan Eck_7004_assignsubmission_file_/a.zip", Zips.submission("same"));
        Plan plan = plans.of(zips);
        assertThat(plan.openDoubts()).singleElement().asString().contains("several are equally good");
        Plan again = plans.again(
                folder.resolve("class.zip"),
                plan,
                "Cyd Doe_7003_assignsubmission_file_/ex3_final.zip,,",
                "Cyd Doe_7003_assignsubmission_file_/ex3_old.zip,,");
        assertThat(again.openDoubts()).isEmpty();
        assertThat(opened(again, zips, "7003").all().get(0).text()).contains("one");
        String doubts = row(plan, "7003").doubts().get(0);
        Plan accepted = plans.again(folder.resolve("class.zip"), plan, doubts + "\",", doubts + "\",yes");
        assertThat(accepted.openDoubts()).isEmpty();
    }

    @Test
    void archivesThatBelongTogetherAreJoined() throws Exception {
        byte[] module = new Zips()
                .with("message_slot.c", "/* m */")
                .with("message_slot.h", "/* h */")
                .bytes();
        byte[] programs = new Zips()
                .with("message_sender.c", "int main(void) {}")
                .with("message_reader.c", "int main(void) {}")
                .with("message_slot.h", "/* h */")
                .bytes();
        Zips zips = folders()
                .with("Cyd Doe_7003_assignsubmission_file_/module.zip", module)
                .with("Cyd Doe_7003_assignsubmission_file_/programs.zip", programs);
        Plan plan = plans.of(zips);
        assertThat(row(plan, "7003").counts()).hasSize(2);
        assertThat(plan.openDoubts()).singleElement().asString().contains("belong together");
        assertThat(opened(plan, zips, "7003").missing()).hasSizeLessThan(2);
    }

    @Test
    void foldersWithDifferentModulesAreADoubtThatTheColumnFolderSettles() throws Exception {
        byte[] both = new Zips()
                .with("backup/message_slot.c", "/* backup */")
                .with("backup/message_slot.h", "/* h */")
                .with("new/message_slot.c", "/* new */")
                .with("new/message_slot.h", "/* h */")
                .bytes();
        Zips zips = folders().with("Cyd Doe_7003_assignsubmission_file_/ex3.zip", both);
        Plan plan = plans.of(zips);
        assertThat(plan.openDoubts()).singleElement().asString().contains("in backup, new; say which folder counts");
        Plan again = plans.again(
                folder.resolve("class.zip"),
                plan,
                "Cyd Doe_7003_assignsubmission_file_,backup,",
                "Cyd Doe_7003_assignsubmission_file_,new,");
        assertThat(again.openDoubts()).isEmpty();
        assertThat(opened(again, zips, "7003").all())
                .extracting(file -> file.text().strip())
                .containsExactlyInAnyOrder("/* new */", "/* h */");
    }

    @Test
    void looseFilesBesideAnotherArchiveAreADoubtAndAReportIsNone() throws Exception {
        Plan plan = plans.of(folders()
                .with("Cyd Doe_7003_assignsubmission_file_/message_slot.c", "/* loose */")
                .with("Cyd Doe_7003_assignsubmission_file_/old.zip", Zips.submission("old"))
                .with("Dan Eck_7004_assignsubmission_file_/ex3.zip", Zips.submission("dan"))
                .with("Dan Eck_7004_assignsubmission_file_/README.pdf", "%PDF"));
        assertThat(plan.openDoubts()).singleElement().asString().startsWith("7003 Cyd Doe: several are equally good");
    }

    @Test
    void textEntriesAreLeftAsideAndBlindNamesAreRead() throws Exception {
        Plan plan = plans.of(new Zips()
                .with("Participant_7001_assignsubmission_file_/ex3.zip", Zips.submission("a"))
                .with("Participant_7002_assignsubmission_onlinetext_/onlinetext.html", "text"));
        assertThat(plan.submissions()).extracting(PlanRow::student).containsExactly("7001");
        assertThat(plan.strays()).singleElement().asString().endsWith("online text, no file");
        assertThat(plan.openDoubts()).isEmpty();
    }

    @Test
    void aStudentCalledLikeANumberKeepsTheOwnOne() throws Exception {
        Plan plan = plans.of(folders().with("Student 7001_7005_assignsubmission_file_/ex3.zip", Zips.submission("x")));
        assertThat(plan.submissions()).extracting(PlanRow::student).containsExactly("7001", "7002", "7005");
    }

    @Test
    void whatIsOnTheRosterAndHandedInNothingIsADoubt() throws Exception {
        plans.roster(
                "First name,Last name,ID number,Groups\nAda,Berg,500000001,Group 7002\nZoe,Void,500000009,Group 7001\n"
                        + "Ben,Carl,500000002,Group 7001\n");
        assertThat(plans.of(folders()).openDoubts())
                .containsExactly("Zoe, Void, 500000009: on the roster, and handed in nothing");
    }

    @Test
    void twinsByNameAreCounted() throws Exception {
        plans.roster("Name,Email\nAda Berg,a1@example.org\nAda Berg,a2@example.org\nBen Carl,b@example.org\n");
        assertThat(plans.of(folders()).openDoubts())
                .hasSize(2)
                .anyMatch(doubt -> doubt.startsWith("7001 Ada Berg: several students of the roster are called so"))
                .anyMatch(doubt -> doubt.startsWith("Ada Berg, a2@example.org: on the roster"));
    }

    @Test
    void aTableOfTimesStandsAboveTheWorksheet() throws Exception {
        plans.zone("Asia/Jerusalem")
                .worksheet(TITLES
                        + line(7001, "Ada Berg", "", "Thursday, 2 May 2024, 12:05 AM")
                        + line(7002, "Ben Carl", "", "-"))
                .times("id,time\n7001,2024-05-01 10:00\n500000002,2024-05-01T09:00:00Z\n");
        Plan plan = plans.of(folders());
        assertThat(row(plan, "7001").at().orElseThrow().at()).isEqualTo(Instant.parse("2024-05-01T07:00:00Z"));
        assertThat(row(plan, "7002").at().orElseThrow().source()).isEqualTo("table");
    }

    @Test
    void aPlanOfAnotherClassIsRefusedWithThePlace() throws Exception {
        Plan plan = plans.of(folders());
        Path other = flat().into(folder.resolve("other.zip"));
        assertThatThrownBy(() -> plans.again(other, plan, "yes", "yes")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> plans.again(other, plan, "folder name", "folder name"))
                .isInstanceOf(ClassException.class)
                .hasMessageContaining("make a new one");
        Path own = folders().into(folder.resolve("own.zip"));
        assertThatThrownBy(() -> plans.again(own, plan, ",,,,,,,\r\n", ",,yesterday,,,,,\r\n"))
                .hasMessageContaining("plan.csv, line 2, column 9: 'yesterday' is no time");
        assertThatThrownBy(() -> plans.again(own, plan, ",,,,,,,\r\n", ",,,,,,,maybe\r\n"))
                .hasMessageContaining("plan.csv, line 2, column 14: 'maybe' means nothing here");
    }

    @Test
    void emptyingTheFileLeavesASubmissionOut() throws Exception {
        Zips zips = folders();
        Plan plan = plans.of(zips);
        Path path = folder.resolve("class.zip");
        Plan again = plans.again(path, plan, "folder name,Ben Carl_7002_assignsubmission_file_,", "folder name,,");
        try (Intake intake = Intake.open(List.of(path), false, SlotArtifacts.ALL)) {
            intake.plan(plans.facts(), null);
            assertThat(intake.placed(again, folder.resolve("spool")).counted())
                    .extracting(Handing::student)
                    .containsExactly("7001");
        }
    }
}
