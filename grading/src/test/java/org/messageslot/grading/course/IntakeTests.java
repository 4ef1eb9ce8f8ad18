// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.slot.SlotArtifacts;
import org.messageslot.grading.submission.Submission;

class IntakeTests {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Roll roll(Path... paths) throws IOException {
        return Intake.roll(List.of(paths), folder.resolve("spool"), false, SlotArtifacts.ALL);
    }

    private Path packed(Zips zips) throws IOException {
        return zips.into(folder.resolve("class.zip"));
    }

    private static List<String> students(Roll roll) {
        return roll.counted().stream().map(Handing::student).toList();
    }

    /** Tells submissions apart by what the module's source says. */
    private static String word(Handing handing) throws IOException {
        return Submission.open(handing.path(), SlotArtifacts.ALL)
                .all()
                .get(0)
                .text()
                .replaceAll("[/* \\n]", "");
    }

    private static Zips moodle() {
        return new Zips()
                .with("Dana Levi_1001_assignsubmission_file_/ex3_1.zip", Zips.submission("dana"))
                .at("2024-01-17T20:59:00Z")
                .with("Omer_von_Cohen_1002_assignsubmission_file_/message_slot.c", "/* omer */")
                .with("Omer_von_Cohen_1002_assignsubmission_file_/src/message_slot.h", "/* h */")
                .with("שלום_1003_assignsubmission_file_/ex3.tar.gz", "no archive at all")
                .with("Dana Levi_1001_assignsubmission_onlinetext_/onlinetext.html", "<script>");
    }

    @Test
    void moodlesDownloadIsSortedByParticipant() throws Exception {
        Roll roll = roll(packed(moodle()));
        assertThat(roll.layout()).isEqualTo(Layout.MOODLE);
        assertThat(students(roll)).containsExactly("1001", "1002", "1003");
        assertThat(roll.counted().stream().map(Handing::name)).containsExactly("Dana Levi", "Omer_von_Cohen", "שלום");
        assertThat(word(roll.counted().get(0))).isEqualTo("dana");
        assertThat(roll.counted().get(0).at())
                .as("an archive's time is that of the download")
                .isEmpty();
        assertThat(Submission.open(roll.counted().get(1).path(), SlotArtifacts.ALL)
                        .all())
                .hasSize(2);
        assertThat(roll.strays()).singleElement().asString().contains("onlinetext");
    }

    @Test
    void anUnpackedDownloadGivesTheSame() throws Exception {
        Roll packed = roll(packed(moodle()));
        Roll unpacked = roll(moodle().unpackedInto(folder.resolve("unpacked")));
        assertThat(students(unpacked)).isEqualTo(students(packed));
        for (int i = 0; i < 2; i++) {
            assertThat(Submission.open(unpacked.counted().get(i).path(), SlotArtifacts.ALL)
                            .sha256())
                    .isEqualTo(Submission.open(packed.counted().get(i).path(), SlotArtifacts.ALL)
                            .sha256());
            assertThat(unpacked.counted().get(i).at())
                    .isEqualTo(packed.counted().get(i).at());
        }
    }

    @Test
    void moodleWithoutFoldersIsUnderstood() throws Exception {
        Roll roll = roll(packed(new Zips()
                .with("Dana Levi_1001_assignsubmission_file_ex3.zip", Zips.submission("dana"))
                .with("Omer Cohen_1002_assignsubmission_file_ex3.zip", Zips.submission("omer"))));
        assertThat(roll.layout()).isEqualTo(Layout.MOODLE);
        assertThat(word(roll.counted().get(1))).isEqualTo("omer");
    }

    @Test
    void canvasMarksTheLateOnesAndNumbersUploads() throws Exception {
        Roll roll = roll(packed(new Zips()
                .with("levidana_123_4560_ex3.zip", Zips.submission("first"))
                .with("levidana_LATE_123_4569_ex3-1.zip", Zips.submission("second"))
                .with("cohenomer_124_4562_message_slot.c", "/* old */")
                .with("cohenomer_124_4571_message_slot-1.c", "/* new */")
                .with("cohenomer_124_4563_message_slot.h", "/* h */")));
        assertThat(roll.layout()).isEqualTo(Layout.CANVAS);
        assertThat(students(roll)).containsExactly("123", "124");
        assertThat(word(roll.counted().get(0))).isEqualTo("second");
        assertThat(roll.counted().get(0).markedLate()).isTrue();
        assertThat(word(roll.counted().get(1))).isEqualTo("new");
        assertThat(Submission.open(roll.counted().get(1).path(), SlotArtifacts.ALL)
                        .all())
                .hasSize(2);
        assertThat(roll.replaced())
                .extracting(Roll.Replaced::where)
                .containsExactly("levidana_123_4560_ex3.zip", "cohenomer_124_4562_message_slot.c");
    }

    @Test
    void gradescopesExportSaysWhoseAndWhen() throws Exception {
        String yaml = """
                ---
                submission_71:
                  :submitters:
                  - :name: Dana Levi
                    :sid: '0123456'
                    :email: dana@example.org
                  - :name: Omer Cohen
                    :sid:
                    :email: omer@example.org
                  :created_at: 2024-01-17 20:59:30.123456000 Z
                  :results: !ruby/object:Evil {}
                submission_72:
                  :submitters:
                  - :name: Noa Bar
                    :sid: 0077
                  :created_at: yesterday
                """;
        Roll roll = roll(packed(new Zips()
                .with("assignment_9_export/submission_metadata.yml", yaml)
                .with("assignment_9_export/submission_71/message_slot.c", "/* pair */")
                .with("assignment_9_export/submission_72/ex3.zip", Zips.submission("noa"))
                .with("assignment_9_export/submission_73/message_slot.c", "/* nobody */")));
        assertThat(roll.layout()).isEqualTo(Layout.GRADESCOPE);
        assertThat(students(roll)).containsExactly("0077", "0123456+omer@example.org");
        assertThat(roll.counted().get(1).at()).contains(Instant.parse("2024-01-17T20:59:30.123456Z"));
        assertThat(word(roll.counted().get(1))).isEqualTo("pair");
        assertThat(word(roll.counted().get(0))).isEqualTo("noa");
        assertThat(roll.strays()).singleElement().asString().startsWith("submission_73");
    }

    @Test
    void plainArchivesAreNamedAfterStudentsAndTheLastOneCounts() throws Exception {
        Roll roll = roll(packed(new Zips()
                .with("ex3/ex3_111111111.zip", Zips.submission("a"))
                .with("ex3/ex3_222222222.zip", Zips.submission("b"))
                .with("ex3/ex3_222222222 (1).zip", Zips.submission("c"))
                .with("ex3/ex3_222222222-2.zip", Zips.submission("d"))
                .with("ex3/notes.txt", "left behind")));
        assertThat(roll.layout()).isEqualTo(Layout.PLAIN);
        assertThat(students(roll)).containsExactly("111111111", "222222222");
        assertThat(word(roll.counted().get(1))).isEqualTo("d");
        assertThat(roll.replaced()).hasSize(2);
        assertThat(roll.strays()).containsExactly("notes.txt: neither a folder nor an archive");
    }

    @Test
    void severalPathsMakeAClass() throws Exception {
        Path one = Files.write(folder.resolve("ex3_1.zip"), Zips.submission("one"));
        Path two = Files.write(folder.resolve("ex3_2.zip"), Zips.submission("two"));
        assertThat(students(roll(two, one, packed(moodle())))).containsExactly("1", "1001", "1002", "1003", "2");
    }

    @Test
    void oneSubmissionIsNoClass() throws Exception {
        assertThat(Intake.layout(Files.write(folder.resolve("ex3.zip"), Zips.submission("x")), SlotArtifacts.ALL))
                .isEmpty();
        Path nested = packed(new Zips().with("ex3_1.zip", Zips.submission("inner")));
        assertThat(Intake.layout(nested, SlotArtifacts.ALL)).isEmpty();
        Path several = new Zips()
                .with("src/message_slot.c", "/* */")
                .with("old/message_slot.c", "/* */")
                .unpackedInto(folder.resolve("own"));
        assertThat(Intake.layout(several, SlotArtifacts.ALL)).isEmpty();
        assertThat(Intake.layout(Path.of("../kernel"), SlotArtifacts.ALL)).isEmpty();
        assertThat(Intake.layout(Files.writeString(folder.resolve("text.zip"), "no archive"), SlotArtifacts.ALL))
                .isEmpty();
        assertThat(Intake.layout(Files.writeString(folder.resolve("half.zip"), "PK but no more"), SlotArtifacts.ALL))
                .isEmpty();
    }

    @Test
    void whatDoesNotLookLikeAClassCanBeTakenForOne() throws Exception {
        Path nested = packed(new Zips().with("ex3_1.zip", Zips.submission("inner")));
        Roll roll = Intake.roll(List.of(nested), folder.resolve("spool"), true, SlotArtifacts.ALL);
        assertThat(students(roll)).containsExactly("1");
    }

    /** Names by which a student would like to write elsewhere, or over somebody else's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../escaped_1_assignsubmission_file_/x.zip",
                "/tmp/escaped_1_assignsubmission_file_/x.zip",
                "a_1_assignsubmission_file_/../../../../escaped.zip",
                "a_1_assignsubmission_file_/..\\..\\escaped.zip",
                "a\n\u001b[2J_1_assignsubmission_file_/\u202eexe.zip",
                "=HYPERLINK(1)_1_assignsubmission_file_/a.zip",
                "<script>_1_assignsubmission_file_/CON.zip",
            })
    void hostileNamesLeadNowhere(String name) throws Exception {
        Roll roll = roll(packed(moodle().with(name, Zips.submission("evil"))));
        assertThat(Files.exists(Path.of("/tmp/escaped.zip"))).isFalse();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(folder::relativize)
                            .map(Path::toString))
                    .allMatch(file -> file.equals("class.zip") || file.matches("spool/[a-z0-9._-]+/[A-Za-z0-9._-]+"));
        }
        assertThat(roll.counted()).allSatisfy(handing -> {
            assertThat(handing.name() + handing.where()).doesNotContain("\u001b", "\n", "\u202e");
            assertThat(handing.key()).matches("[A-Za-z0-9._-]{1,80}");
        });
    }

    @Test
    void longNamesStayApart() throws Exception {
        String name = "n".repeat(300);
        Roll roll = roll(packed(new Zips()
                .with("ex3_" + name + "1.zip", Zips.submission("one"))
                .with("ex3_" + name + "2.zip", Zips.submission("two"))));
        assertThat(roll.counted()).hasSize(2);
        assertThat(roll.counted().stream().map(Handing::key).distinct()).hasSize(2);
    }

    @Test
    void linksInAClassAreNotFollowed() throws Exception {
        Path plain = moodle().unpackedInto(folder.resolve("linked"));
        Path secret = Files.writeString(folder.resolve("secret.c"), "the grader's own");
        Path whose = plain.resolve("Eve_1004_assignsubmission_file_");
        Files.createDirectories(whose);
        Files.createSymbolicLink(whose.resolve("message_slot.c"), secret);
        Files.createSymbolicLink(plain.resolve("Fay_1005_assignsubmission_file_"), folder);
        Roll roll = roll(plain);
        assertThat(students(roll)).containsExactly("1001", "1002", "1003", "1004", "1005");
        assertThat(Submission.open(roll.counted().get(3).path(), SlotArtifacts.ALL)
                        .all())
                .isEmpty();
    }

    @Test
    void anEnormousUploadIsCutAndRefusedAsWhatItIs() throws Exception {
        byte[] large = new byte[(32 << 20) + 100];
        large[0] = 'P';
        large[1] = 'K';
        Roll roll = roll(packed(moodle().with("Big_1004_assignsubmission_file_/ex3.zip", large)));
        Path spooled = roll.counted().get(3).path();
        assertThat(Files.size(spooled)).isEqualTo((32 << 20) + 1);
        assertThatThrownBy(() -> Submission.open(spooled, SlotArtifacts.ALL)).hasMessageContaining("larger than 32 MB");
    }

    @Test
    void brokenMetadataIsRefusedInOneSentence() throws Exception {
        Path path = packed(new Zips()
                .with("submission_metadata.yml", "a: [b\n&x *x : {")
                .with("submission_1/message_slot.c", "/* */"));
        assertThatThrownBy(() -> roll(path)).isInstanceOf(ClassException.class).hasMessageContaining("export");
    }

    @Test
    void namesBecomeDifferentFileNamesEvenWhereCaseIsNotToldApart() {
        List<String> names = List.of(
                "alice",
                "Alice",
                "ALICE",
                "al ice",
                "al_ice",
                "",
                ".",
                "..",
                "con",
                "con.zip",
                "-rf",
                "a/b",
                "a\\b",
                "s-alice-0123456789",
                "é",
                "x".repeat(64),
                "x".repeat(65),
                "lpt1",
                "a.");
        List<String> safe = names.stream()
                .map(name -> SafeName.of(name).toLowerCase(java.util.Locale.ROOT))
                .toList();
        assertThat(safe).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9_][a-z0-9._-]{0,79}"));
        assertThat(safe).contains("alice").doesNotContain("con", ".", "..", "-rf");
    }
}
