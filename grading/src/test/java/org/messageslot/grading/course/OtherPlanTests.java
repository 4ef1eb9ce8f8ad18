// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messageslot.grading.course.Plans.row;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageslot.grading.slot.SlotArtifacts;

/** Whose is what in exports of Gradescope, clones of GitHub Classroom, and in plain archives. */
class OtherPlanTests {

    private static final String DUE = "{\"due\": \"2024-05-01T23:59:00+03:00\", \"late\": {\"percentPerDay\": 10}}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Plans plans;

    @BeforeEach
    void begin() {
        plans = new Plans(folder);
    }

    // ---- Gradescope ----

    private static String submission(int number, String time, String... people) {
        StringBuilder yaml = new StringBuilder("submission_" + number + ":\n  :submitters:\n");
        for (String person : people) {
            String[] parts = person.split("/", -1);
            yaml.append("  - :name: ").append(parts[0]).append("\n    :sid: ").append(parts[1]);
            yaml.append("\n    :email: ").append(parts[2]).append('\n');
        }
        return yaml.append("  :created_at: ").append(time).append('\n').toString();
    }

    private static Zips gradescope(String... submissions) {
        Zips zips = new Zips().with("assignment_5_export/submission_metadata.yml", String.join("", submissions));
        for (String one : submissions) {
            String name = one.substring(0, one.indexOf(':'));
            zips.with("assignment_5_export/" + name + "/message_slot.c", "/* " + name + " */");
        }
        return zips;
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-01 20:58:59.5 Z, 2024-05-01T20:58:59.5Z",
        "2024-05-01 23:59:00 +03:00, 2024-05-01T20:59:00Z",
        "2024-05-01 13:59:00.000000000 -07:00, 2024-05-01T20:59:00Z",
        "2024-05-01T13:59:00-0700, 2024-05-01T20:59:00Z",
        "2024-05-01 20:59:00 UTC, 2024-05-01T20:59:00Z"
    })
    void anyOffsetOfTheMetadataIsRead(String written, Instant at) throws Exception {
        Plan plan = plans.policy(DUE).of(gradescope(submission(31, written, "Ada Berg/'0500'/ada@example.org")));
        assertThat(row(plan, "0500").at().orElseThrow().at()).isEqualTo(at);
        assertThat(row(plan, "0500").late()).isEqualTo("no");
        assertThat(row(plan, "0500").by()).isEqualTo("metadata");
    }

    @Test
    void pairsAreMembersAndWhoIsInTwoIsTold() throws Exception {
        Plan plan = plans.of(gradescope(
                submission(31, "2024-05-01 20:59:00 Z", "Ada Berg/501/ada@example.org", "Ben Carl/502/ben@example.org"),
                submission(32, "2024-05-01 20:59:00 Z", "Ben Carl//ben@example.org"),
                submission(33, "2024-05-01 20:59:00 Z", "Cyd Doe/503/cyd@example.org")));
        assertThat(row(plan, "501+502").members()).extracting(Member::id).containsExactly("501", "502");
        assertThat(plan.openDoubts()).hasSize(2).allMatch(doubt -> doubt.contains("the same student is in"));
    }

    @Test
    void aSubmissionThatTheMetadataDoesNotKnowIsADoubt() throws Exception {
        Plan plan = plans.of(gradescope(submission(31, "2024-05-01 20:59:00 Z", "Ada Berg/501/a@example.org"))
                .with("assignment_5_export/submission_39/message_slot.c", "/* whose? */")
                .with("assignment_5_export/readme.txt", "stray"));
        assertThat(plan.openDoubts()).singleElement().asString().startsWith("submission_39: submission_metadata.yml");
        assertThat(plan.strays()).hasSize(1);
    }

    @Test
    void anExtensionMayNameAnAddress() throws Exception {
        Plan plan = plans.policy("{\"due\": \"2024-05-01T23:59:00Z\", \"extensions\": {\"ADA@example.org\":"
                        + " \"2024-05-03T23:59:00Z\"}}")
                .of(gradescope(submission(31, "2024-05-02 20:59:00 Z", "Ada Berg/501/ada@example.org")));
        assertThat(row(plan, "501").late()).isEqualTo("no");
        assertThat(plan.openDoubts()).isEmpty();
    }

    @Test
    void metadataWithoutTimesNeedsATableForAPolicy() throws Exception {
        Zips zips = gradescope(submission(31, "", "Ada Berg/501/ada@example.org"));
        plans.policy(DUE);
        assertThatThrownBy(() -> plans.of(zips)).hasMessageContaining("--times");
        assertThat(row(plans.times("501,2024-05-03T00:00:00Z\n").of(zips), "501")
                        .late())
                .isEqualTo("27 h, 2 days");
    }

    @Test
    void brokenMetadataIsRefusedWithThePlace() throws Exception {
        Zips zips = new Zips().with("submission_metadata.yml", "a: 1\nb: [c\n").with("submission_1/message_slot.c", "");
        assertThatThrownBy(() -> plans.of(zips))
                .isInstanceOf(ClassException.class)
                .hasMessageContaining("line 3");
    }

    @Test
    void whoHasNoIdIsKnownByAddressAndOddNamesAreKept() throws Exception {
        Plan plan = plans.of(gradescope(
                submission(31, "2024-05-01 20:59:00 Z", "\"Dana O'Neil, jr.\"/''/dana@example.org"),
                submission(32, "2024-05-01 20:59:00 Z", "דנה כהן/'007'/d@example.org")));
        assertThat(row(plan, "dana@example.org").members())
                .extracting(Member::name)
                .containsExactly("Dana O'Neil, jr.");
        assertThat(row(plan, "007").members()).extracting(Member::name).containsExactly("דנה כהן");
        assertThat(plan.openDoubts()).isEmpty();
    }

    @Test
    void whatLooksLikeTheExportInsideASubmissionIsTheStudentsOwn() throws Exception {
        Plan plan = plans.of(gradescope(
                        submission(31, "2024-05-01 20:59:00 Z", "Ada Berg/501/a@example.org"),
                        submission(32, "2024-05-01 20:59:00 Z", "Ben Carl/502/b@example.org"))
                .with(
                        "assignment_5_export/submission_31/submission_metadata.yml",
                        submission(32, "2024-04-01 20:59:00 Z", "Eve/666/e@example.org"))
                .with("assignment_5_export/submission_31/submission_32/notes.txt", "mine"));
        assertThat(plan.rows()).extracting(PlanRow::student).containsExactlyInAnyOrder("501", "502");
        assertThat(row(plan, "502").at().orElseThrow().at()).isEqualTo(Instant.parse("2024-05-01T20:59:00Z"));
    }

    @Test
    void aSubmissionWithoutFilesIsTold() throws Exception {
        Zips zips = new Zips()
                .with(
                        "x/submission_metadata.yml",
                        submission(31, "2024-05-01 20:59:00 Z", "Ada Berg/501/a@example.org")
                                + submission(32, "2024-05-01 20:59:00 Z", "Ben Carl/502/b@example.org"))
                .with("x/submission_31/message_slot.c", "");
        assertThat(plans.of(zips).strays()).singleElement().asString().contains("submission_32", "there are no files");
    }

    @Test
    void anIdThatTwoStudentsTypedIsADoubt() throws Exception {
        Plan plan = plans.of(gradescope(
                submission(31, "2024-05-01 20:59:00 Z", "Ada Berg/501/a@example.org"),
                submission(32, "2024-05-01 20:59:00 Z", "Ben Carl/501/b@example.org")));
        assertThat(plan.openDoubts()).isNotEmpty().allMatch(doubt -> doubt.contains("501"));
    }

    @Test
    void metadataThatGrowsWhenItIsReadIsRefused() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            yaml.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        Zips zips = new Zips().with("submission_metadata.yml", yaml.toString()).with("submission_1/message_slot.c", "");
        assertThatThrownBy(() -> plans.of(zips))
                .isInstanceOf(ClassException.class)
                .hasMessageContaining("is no YAML as Gradescope writes it");
    }

    @Test
    void twoArchivesThatCannotBeOpenedAreADoubtAndNobodyElsesTrouble() throws Exception {
        Zips zips = new Zips()
                .with(
                        "x/submission_metadata.yml",
                        submission(31, "2024-05-01 20:59:00 Z", "Ada Berg/501/a@example.org")
                                + submission(32, "2024-05-01 20:59:00 Z", "Ben Carl/502/b@example.org"))
                .with("x/submission_31/first.zip", "PK\u0003\u0004 broken off")
                .with("x/submission_31/second.zip", "PK\u0003\u0004 broken off, too")
                .with("x/submission_32/message_slot.c", "");
        Plan plan = plans.of(zips);
        assertThat(plan.openDoubts()).singleElement().asString().contains("501", "first.zip", "second.zip");
        assertThat(plan.rows()).extracting(PlanRow::student).containsExactlyInAnyOrder("501", "502");
    }

    @Test
    void aTimeThatCannotBeReadIsNone() throws Exception {
        Zips zips = gradescope(
                submission(31, "yesterday", "Ada Berg/501/a@example.org"),
                submission(32, "2024-05-01 20:59:00 Z", "Ben Carl/502/b@example.org"));
        Plan plan = plans.policy(DUE).of(zips);
        assertThat(row(plan, "501").at()).isEmpty();
        assertThat(plan.openDoubts()).singleElement().asString().contains("501");
        assertThat(row(plan, "502").late()).isEqualTo("no");
    }

    // ---- GitHub Classroom ----

    private Path clone(String name, String time, String tag) throws Exception {
        Path clone = Files.createDirectories(folder.resolve("ex3-submissions").resolve(name));
        Files.writeString(clone.resolve("message_slot.c"), "/* " + name + " */");
        PersonIdent person = new PersonIdent(
                new PersonIdent("Ada", "ada@example.org"), Instant.parse(time), java.time.ZoneId.of("UTC"));
        try (Git git = Git.init().setDirectory(clone.toFile()).call()) {
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("done")
                    .setAuthor(person)
                    .setCommitter(person)
                    .setSign(false)
                    .call();
            if (!tag.isEmpty()) {
                PersonIdent later = new PersonIdent(person, Instant.parse(tag), java.time.ZoneId.of("UTC"));
                git.tag()
                        .setName("submission")
                        .setTagger(later)
                        .setAnnotated(true)
                        .setSigned(false)
                        .call();
            }
            git.gc().call();
        }
        Files.writeString(
                clone.resolve(".git/config"), "[core]\n\tfsmonitor = touch " + folder + "/run\n\thooksPath = .\n");
        return clone;
    }

    @Test
    void clonesAreNamedAfterUsersAndTheirCommitsSayWhen() throws Exception {
        clone("ex3-ada-berg", "2024-05-01T20:00:00Z", "");
        clone("ex3-ben", "2024-05-01T20:00:00Z", "2024-05-02T09:00:00Z");
        Plan plan = plans.policy(DUE).of(folder.resolve("ex3-submissions"), null);
        assertThat(plan.layout()).isEqualTo(Layout.CLASSROOM);
        assertThat(row(plan, "ada-berg").at().orElseThrow().source()).isEqualTo("git commit");
        assertThat(row(plan, "ada-berg").late()).isEqualTo("no");
        assertThat(row(plan, "ben").at().orElseThrow().source()).isEqualTo("git tag");
        assertThat(row(plan, "ben").late()).isEqualTo("12 h, 1 day");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void whatGitHubSaysStandsAboveWhatTheStudentsMachineWrote() throws Exception {
        clone("ex3-ada", "1999-05-01T20:00:00Z", "");
        plans.times("assignment_name,github_username,roster_identifier,submission_timestamp,points_awarded\n"
                + "ex3,ada,500000001,2024-05-03 21:00:00 UTC,0\nex3,gone,500000002,,0\n");
        Plan plan = plans.policy(DUE).of(folder.resolve("ex3-submissions"), null);
        assertThat(row(plan, "ada").at().orElseThrow().at()).isEqualTo(Instant.parse("2024-05-03T21:00:00Z"));
    }

    @Test
    void aCloneThatCannotBeReadTellsNoTime() throws Exception {
        clone("ex3-ada", "2024-05-01T20:00:00Z", "");
        Path broken = clone("ex3-ben", "2024-05-01T20:00:00Z", "");
        Files.writeString(broken.resolve(".git/HEAD"), "ref: refs/heads/../../../../etc/passwd\n");
        Plan plan = plans.policy(DUE).of(folder.resolve("ex3-submissions"), null);
        assertThat(plan.openDoubts()).singleElement().asString().startsWith("ben: nobody says when");
    }

    private static final String TABLE = "assignment_name,assignment_url,starter_code_url,github_username,"
            + "roster_identifier,student_repository_name,student_repository_url,submission_timestamp,points_awarded,"
            + "points_available,group_name\n";

    private static String student(String user, String id, String repository, String time) {
        return "ex3,,," + user + "," + id + "," + repository + ",," + time + ",0,100,\n";
    }

    private Plan cloned() throws IOException {
        return plans.of(folder.resolve("ex3-submissions"), null);
    }

    @Test
    void aTeamsMembersAreThoseOfGitHubsTable() throws Exception {
        clone("ex3-team-rocket", "2024-05-01T20:00:00Z", "");
        clone("ex3-solo", "2024-05-01T20:00:00Z", "");
        plans.times(TABLE
                + student("ada", "500000001", "ex3-team-rocket", "2024-05-01 19:00:00 UTC")
                + student("ben", "500000002", "ex3-team-rocket", "2024-05-01 19:00:00 UTC")
                + student("solo", "500000003", "ex3-solo", "2024-05-01 19:00:00 UTC"));
        Plan plan = plans.policy(DUE).of(folder.resolve("ex3-submissions"), null);
        PlanRow team = row(plan, "team-rocket");
        assertThat(team.members()).extracting(Member::id).containsExactly("ada", "ben");
        assertThat(team.at().orElseThrow().source()).isEqualTo("table");
        assertThat(team.by()).isEqualTo("classroom_grades.csv");
        assertThat(plan.openDoubts()).isEmpty();
    }

    @Test
    void aUserWithARepositoryBesideTheTeamsIsTold() throws Exception {
        clone("ex3-blue", "2024-05-01T20:00:00Z", "");
        clone("ex3-Ada", "2024-05-01T20:00:00Z", "");
        plans.times(TABLE + student("ada", "1", "ex3-blue", "2024-05-01 19:00:00 UTC"));
        assertThat(cloned().openDoubts()).hasSize(2).allMatch(doubt -> doubt.contains("the same student is in"));
    }

    @Test
    void namesOfUsersAndRepositoriesDoNotDifferByCase() throws Exception {
        clone("ex3-Ada-Berg", "1999-05-01T20:00:00Z", "");
        plans.times(TABLE + student("ADA-berg", "0500000001", "EX3-ada-berg", "2024-05-03 21:00:00 UTC"));
        Plan plan = plans.policy("{\"due\": \"2024-05-01T23:59:00Z\", \"extensions\":"
                        + " {\"500000001\": \"2024-05-04T00:00:00Z\"}}")
                .of(folder.resolve("ex3-submissions"), null);
        assertThat(row(plan, "Ada-Berg").at().orElseThrow().at()).isEqualTo(Instant.parse("2024-05-03T21:00:00Z"));
        assertThat(row(plan, "Ada-Berg").late()).isEqualTo("no");
    }

    @Test
    void aRosterKnowsUsersByTheIdentifiersOfGitHubsTable() throws Exception {
        clone("ex3-ada", "2024-05-01T20:00:00Z", "");
        clone("ex3-ben", "2024-05-01T20:00:00Z", "");
        plans.times(TABLE
                + student("ada", "500000001", "ex3-ada", "2024-05-01 19:00:00 UTC")
                + student("ben", "", "ex3-ben", "2024-05-01 19:00:00 UTC"));
        plans.roster("id,name\n500000001,Ada Berg\n500000002,Ben Carl\n");
        Plan plan = cloned();
        assertThat(plan.openDoubts())
                .hasSize(2)
                .anyMatch(doubt -> doubt.startsWith("ben: not on the roster"))
                .anyMatch(doubt -> doubt.contains("500000002") && doubt.contains("handed in nothing"));
    }

    @Test
    void theTagCountsThatIsAtTheCommitAndNewest() throws Exception {
        Path clone = clone("ex3-ada", "2024-05-01T20:00:00Z", "2024-05-02T09:00:00Z");
        try (Git git = Git.open(clone.toFile())) {
            Files.writeString(clone.resolve("message_slot.c"), "later");
            PersonIdent later = new PersonIdent(
                    new PersonIdent("Ada", "a@example.org"),
                    Instant.parse("2024-05-03T10:00:00Z"),
                    java.time.ZoneId.of("UTC"));
            git.commit()
                    .setAll(true)
                    .setMessage("one more")
                    .setAuthor(later)
                    .setCommitter(later)
                    .setSign(false)
                    .call();
        }
        plans.policy(DUE);
        assertThat(row(cloned(), "ada").at().orElseThrow().source()).isEqualTo("git commit");
        assertThat(row(cloned(), "ada").at().orElseThrow().at()).isEqualTo(Instant.parse("2024-05-03T10:00:00Z"));
    }

    @Test
    void aFolderWithoutARepositoryIsNoStudent() throws Exception {
        clone("ex3-ada", "2024-05-01T20:00:00Z", "");
        Files.createDirectories(folder.resolve("ex3-submissions/ex3-notes"));
        Files.writeString(folder.resolve("ex3-submissions/ex3-notes/message_slot.c"), "");
        Plan plan = cloned();
        assertThat(plan.submissions()).extracting(PlanRow::student).containsExactly("ada");
        assertThat(plan.strays()).singleElement().asString().contains("ex3-notes", "no clone of a repository");
    }

    @Test
    void anAssignmentOfOneWordIsFoundInItsClones() throws Exception {
        clone("message-slot-ada", "2024-05-01T20:00:00Z", "");
        clone("message-slot-ben-carl", "2024-05-01T20:00:00Z", "");
        Files.move(folder.resolve("ex3-submissions"), folder.resolve("class"));
        assertThat(plans.of(folder.resolve("class"), null).submissions())
                .extracting(PlanRow::student)
                .containsExactly("ada", "ben-carl");
    }

    @Test
    void aTableWithARowTwiceIsRefusedWithItsPlace() {
        String row = student("ada", "1", "ex3-ada", "2024-05-01 19:00:00 UTC");
        assertThatThrownBy(() -> plans.times(TABLE + row + row))
                .isInstanceOf(ClassException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("'ada' is there twice");
    }

    // ---- plain ----

    private static Zips plain() {
        return new Zips()
                .with("all/ex3_600000001.zip", Zips.submission("a"))
                .with("all/ex3_600000002_600000003.zip", Zips.submission("b"));
    }

    @Test
    void plainArchivesSayNoTimeWhateverTheMachinesZone() throws Exception {
        plans.policy(DUE);
        assertThatThrownBy(() -> plans.of(plain())).hasMessageContaining("--times");
    }

    @Test
    void aPairsMembersAreBoth() throws Exception {
        assertThat(row(plans.of(plain()), "600000002_600000003").members())
                .extracting(Member::id)
                .containsExactly("600000002", "600000003");
    }

    @Test
    void wordsBehindAnIdAreNoOtherStudent() throws Exception {
        Plan plan = plans.of(plain().with("all/ex3_600000001_final.zip", Zips.submission("later?"))
                .with("all/EX3_600000004.ZIP", Zips.submission("same"))
                .with("all/ex3_600000004.zip", Zips.submission("same")));
        assertThat(plan.submissions()).hasSize(3);
        assertThat(plan.openDoubts()).singleElement().asString().startsWith("600000001: several are equally good");
    }

    @Test
    void oneNameWrittenInTwoWaysIsOneStudent() throws Exception {
        String name = "José Niño";
        Plan plan = plans.of(plain().with(
                        "all/ex3_" + Normalizer.normalize(name, Normalizer.Form.NFC) + ".zip", Zips.submission("1"))
                .with("all/ex3_" + Normalizer.normalize(name, Normalizer.Form.NFD) + ".zip", Zips.submission("2")));
        assertThat(plan.submissions()).hasSize(3);
        assertThat(plan.openDoubts()).hasSize(1);
    }

    @Test
    void oneStudentInTwoSubmissionsIsTold() throws Exception {
        assertThat(plans.of(plain().with("all/ex3_600000003.zip", Zips.submission("alone")))
                        .openDoubts())
                .hasSize(2)
                .allMatch(doubt -> doubt.contains("the same student is in"));
    }

    @Test
    void aClassMayBeATarFile() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes), "UTF-8")) {
            for (Map.Entry<String, byte[]> file : Map.of(
                            "./class/ex3_600000001.zip", Zips.submission("a"),
                            "./class/ex3_דנה.zip", Zips.submission("b"),
                            "./class/._ex3_600000001.zip", "litter".getBytes(StandardCharsets.UTF_8))
                    .entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        Path path = Files.write(folder.resolve("class.tar.gz"), bytes.toByteArray());
        assertThat(Intake.layout(path, SlotArtifacts.ALL)).contains(Layout.PLAIN);
        assertThat(plans.of(path, null).submissions())
                .extracting(PlanRow::student)
                .containsExactly("600000001", "דנה");
        Roll roll = Intake.roll(java.util.List.of(path), folder.resolve("spool"), false, SlotArtifacts.ALL);
        assertThat(Files.readAllBytes(roll.counted().get(0).path())).isEqualTo(Zips.submission("a"));
    }

    @Test
    void reportsInTheClassAreNoStudent() throws IOException {
        Path place = plain().unpackedInto(folder.resolve("class"));
        Path reports = Files.createDirectories(place.resolve("all/reports/students/600000001"));
        Files.writeString(reports.resolve("grade.json"), "{}");
        Files.writeString(place.resolve("all/reports/plan.csv"), "");
        Files.write(place.resolve("all/reports/ex3_1.zip"), Zips.submission("x"));
        assertThat(plans.of(place, null).submissions()).hasSize(2);
    }
}
