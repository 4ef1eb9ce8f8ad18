// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageslot.grading.Points;
import org.messageslot.grading.course.CsvFile;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.GradedClass;
import org.messageslot.grading.course.Layout;
import org.messageslot.grading.course.Roll;
import org.messageslot.grading.course.report.ClassComparison;
import org.messageslot.grading.course.report.ClassFile;
import org.messageslot.grading.course.report.ClassFolder;
import org.messageslot.grading.course.report.ClassTable;
import org.messageslot.grading.course.report.FabricatedClass;
import org.messageslot.grading.slot.SlotAssignment;

class ExportTests {

    private static final GradedClass WHOLE = FabricatedClass.of(52);
    private static final MoodleWorksheet.ColumnTitles FOUND = new MoodleWorksheet.ColumnTitles(null, null);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private CsvFile csv(String text) throws Exception {
        String named = Pattern.compile("NAME (\\d+)").matcher(text).replaceAll(number -> name(number.group(1)));
        return CsvFile.read(Files.writeString(folder.resolve("in.csv"), named));
    }

    private static String name(String number) {
        return Matcher.quoteReplacement(
                WHOLE.graded().get(Integer.parseInt(number)).handing().name());
    }

    private List<List<String>> filled(String worksheet) throws Exception {
        return csv(MoodleWorksheet.of(csv(worksheet), FOUND).filledIn(WHOLE).text())
                .rows();
    }

    private static String score(int i) {
        Points score = WHOLE.graded().get(i).grade().score();
        return String.valueOf(score);
    }

    @Test
    void moodlesOwnWorksheetIsFilledInAndNothingElseChanges() throws Exception {
        String worksheet = """
                \ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Feedback comments
                Participant 1003,"NAME 3",d@example.org,"Submitted, late",,100.00,Yes,"Wednesday, 17 January",
                Participant 1050,NAME 50,u@example.org,Submitted,17.00,100.00,Yes,-,as it was
                Participant 9999,Absent,a@example.org,No submission,-,100.00,Yes,-,
                """;
        List<List<String>> rows = filled(worksheet);
        List<List<String>> before = csv(worksheet).rows();
        assertThat(rows.get(0)).isEqualTo(before.get(0));
        assertThat(rows.get(1).subList(0, 4)).isEqualTo(before.get(1).subList(0, 4));
        assertThat(rows.get(1).get(4)).isEqualTo(score(3));
        assertThat(rows.get(1).subList(5, 8)).isEqualTo(before.get(1).subList(5, 8));
        assertThat(rows.get(1).get(8)).startsWith(score(3) + " of 100 points.");
        assertThat(rows.get(2))
                .as("a grade that does not count changes nothing")
                .isEqualTo(before.get(2));
        assertThat(rows.get(3)).isEqualTo(before.get(3));
    }

    @Test
    void theLanguageAndTheSeparatorDoNotMatter() throws Exception {
        List<List<String>> rows = filled("""
                מזהה;שם מלא;סטטוס;ציון;ציון מרבי;ניתן לשנות;הערות
                משתתף 1003;NAME 3;הוגש;;100,00;כן;
                משתתף 1004;NAME 4;הוגש;;100,00;כן;
                """);
        assertThat(rows.get(1).get(3)).isEqualTo(score(3));
        assertThat(rows.get(2).get(3)).isEqualTo(score(4));
        assertThat(rows.get(2).get(6)).contains(" of 100 points.");
    }

    @Test
    void aWorksheetThatCannotBeUnderstoodIsRefused() throws Exception {
        CsvFile noMost = csv("Id,Name,Mark,Text\nParticipant 1003,NAME 3,,\n");
        assertThatThrownBy(() -> MoodleWorksheet.of(noMost, FOUND))
                .hasMessageContaining("--grade-column")
                .hasMessageContaining("Id | Name | Mark | Text");
        MoodleWorksheet named = MoodleWorksheet.of(noMost, new MoodleWorksheet.ColumnTitles("Mark", "Text"));
        assertThat(named.filledIn(WHOLE).filled()).isEqualTo(1);
        assertThat(named.filledIn(WHOLE).unknown()).hasSize(51);
        MoodleWorksheet of10 = MoodleWorksheet.of(csv("Id,Grade,Max,Text\n1003,,10,\n"), FOUND);
        assertThatThrownBy(() -> of10.filledIn(WHOLE)).hasMessageContaining("go to 10, and these to 100");
    }

    @Test
    void canvasGetsItsOwnNumbers() throws Exception {
        assertThatThrownBy(() -> CanvasTable.render(WHOLE, "Ex 3 (1)", null)).hasMessageContaining("a Moodle download");
        Roll roll = new Roll(Layout.CANVAS, WHOLE.roll().counted(), List.of(), List.of());
        GradedClass canvas = new GradedClass(WHOLE.run(), roll, WHOLE.graded(), List.of(), List.of());
        List<List<String>> rows =
                csv(CanvasTable.render(canvas, "Ex 3 (1)", null).text()).rows();
        assertThat(rows.get(0)).containsExactly("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Ex 3 (1)");
        assertThat(rows.get(1)).containsExactly("    Points Possible", "", "", "", "", "100");
        assertThat(rows.get(5).get(1)).isEqualTo("1003");
        assertThat(rows.get(5).get(5)).isEqualTo(score(3));
        assertThat(rows).as("an empty cell would blank what is there").hasSize(2 + 51);
        assertThat(rows).noneMatch(row -> row.get(1).equals("1050"));
    }

    @Test
    void anAnonymousClassHasNoTraceOfItsStudents() throws Exception {
        Anonymous nameless = Anonymous.of(WHOLE, null);
        ClassFolder out = new ClassFolder(folder.resolve("data"), SlotAssignment.SLOT.wording());
        for (Graded one : nameless.whole().graded()) {
            out.write(one);
        }
        out.writeTables(nameless.whole());
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(file).append('\n').append(Files.readString(file));
            }
        }
        for (Graded one : WHOLE.graded()) {
            assertThat(all).doesNotContain("students/" + one.handing().key() + "/");
            if (one.handing().name().length() > 6) {
                assertThat(all).doesNotContain(one.handing().name());
            }
            assertThat(all).doesNotContain(one.grade().submission().sha256());
        }
        assertThat(nameless.key()).contains("1003");
        assertThat(nameless.whole().graded()).hasSize(52);
        CsvFile key = csv(nameless.key());
        assertThat(Anonymous.of(WHOLE, key).key()).as("numbers are kept").isEqualTo(nameless.key());
        assertThat(Points.sum(scores(nameless.whole()))).isEqualTo(Points.sum(scores(WHOLE)));
    }

    @Test
    void aNumberIsNeverGivenTwice() throws Exception {
        Anonymous all = Anonymous.of(WHOLE, null);
        GradedClass fewer =
                new GradedClass(WHOLE.run(), WHOLE.roll(), WHOLE.graded().subList(1, 52), List.of(), List.of());
        Anonymous without = Anonymous.of(fewer, csv(all.key()));
        assertThat(without.fresh()).isEmpty();
        Anonymous back = Anonymous.of(WHOLE, csv(without.key()));
        assertThat(back.fresh()).isEmpty();
        assertThat(back.whole().graded())
                .extracting(one -> one.handing().student())
                .doesNotHaveDuplicates();
        CsvFile twice = csv("number,key,student,name\r\nsalt,s,,\r\na0001,x,x,\r\na0001,y,y,\r\n");
        assertThatThrownBy(() -> Anonymous.of(WHOLE, twice))
                .hasMessageContaining("line 4, column 1: a0001 is there twice");
    }

    @Test
    void aHalfGradedClassIsNotHandedOn() throws Exception {
        GradedClass some = FabricatedClass.of(9);
        ClassFolder out = new ClassFolder(folder, SlotAssignment.SLOT.wording());
        for (Graded one : some.graded()) {
            out.write(one);
        }
        out.write(some);
        assertThat(ClassFile.readWhole(folder).graded()).hasSize(9);
        Graded other =
                new Graded(some.graded().get(0).handing(), some.graded().get(8).grade(), false);
        out.write(other);
        assertThatThrownBy(() -> ClassFile.readWhole(folder))
                .hasMessageContaining("1 of 9 grades are newer")
                .hasMessageContaining("(1000)");
    }

    @Test
    void gradesGoByTheIdentifierIntoTheColumnOfTheGrade() throws Exception {
        int loser = oneWhoLosesPoints();
        String titles = "Identifier,Full name,ID number,Status,Grade,Maximum grade,Grade can be changed,"
                + "Last modified (submission),Last modified (grade),Feedback comments\n";
        MoodleWorksheet.Filled filled = MoodleWorksheet.of(
                        csv(titles + "Participant " + (1000 + loser) + ",NAME " + loser
                                + ",300000003,Submitted,100.00,100.00,Yes,x,-,\n"
                                + "Participant 4098,Never Here,1004,No submission,100.00,100.00,Yes,-,-,\n"),
                        FOUND)
                .filledIn(WHOLE);
        assertThat(csv(filled.text()).rows().get(1)).containsSubsequence("Submitted", score(loser), "100.00", "Yes");
        assertThat(csv(filled.text()).rows().get(2)).containsSubsequence("No submission", "100.00", "100.00");
        assertThat(filled.changes()).singleElement().satisfies(change -> {
            assertThat(change.line()).isEqualTo("Participant " + (1000 + loser) + ": 100.00 -> " + score(loser));
            assertThat(change.isLoss()).isTrue();
        });
        MoodleWorksheet.Filled stranger = MoodleWorksheet.of(
                        csv(titles + "Participant 1003,Somebody Else,300000003,Submitted,,100.00,Yes,x,-,\n"), FOUND)
                .filledIn(WHOLE);
        assertThat(stranger.filled()).as("another assignment's worksheet").isZero();
    }

    /** {@return the first of the class with fewer than 100 points, and more than none} */
    private static int oneWhoLosesPoints() {
        return IntStream.range(0, 50)
                .filter(i -> Double.parseDouble(score(i)) > 0 && Double.parseDouble(score(i)) < 100)
                .findFirst()
                .orElseThrow();
    }

    private static List<Points> scores(GradedClass whole) {
        return whole.graded().stream()
                .flatMap(one -> Stream.ofNullable(one.grade().score()))
                .toList();
    }

    @Test
    void aClassIsReadBackAsItWasWritten() throws Exception {
        ClassFolder out = new ClassFolder(folder.resolve("reports"), SlotAssignment.SLOT.wording());
        for (Graded one : WHOLE.graded()) {
            out.write(one);
        }
        out.write(WHOLE);
        GradedClass read = ClassFile.read(folder.resolve("reports"));
        assertThat(read.graded().stream().map(Graded::grade))
                .isEqualTo(WHOLE.graded().stream().map(Graded::grade).toList());
        assertThat(ClassTable.render(read)).isEqualTo(ClassTable.render(WHOLE));
        assertThatThrownBy(() -> ClassFile.read(folder)).hasMessageContaining("there is no graded class");
        Files.writeString(
                folder.resolve("reports/class.json"), "{\"version\": 1, \"run\": {}, \"layout\": \"MOODLE\"}");
        assertThatThrownBy(() -> ClassFile.read(folder.resolve("reports"))).hasMessageContaining("class.json");
    }

    @Test
    void whatChangedBetweenTwoGradingsIsNamed() {
        ClassComparison same = ClassComparison.of(WHOLE, WHOLE);
        assertThat(same.alike()).isEqualTo(52);
        assertThat(same.changes()).isEmpty();
        List<Graded> swapped = Stream.concat(
                        Stream.of(new Graded(
                                WHOLE.graded().get(0).handing(),
                                WHOLE.graded().get(4).grade(),
                                false)),
                        WHOLE.graded().subList(2, 52).stream())
                .toList();
        ClassComparison other =
                ClassComparison.of(WHOLE, new GradedClass(WHOLE.run(), WHOLE.roll(), swapped, List.of(), List.of()));
        assertThat(other.onlyOld()).containsExactly("1001");
        assertThat(other.changes()).singleElement().satisfies(change -> {
            assertThat(change.student()).isEqualTo("1000");
            assertThat(change.otherContent()).isTrue();
            assertThat(change.checks()).isNotEmpty().allMatch(line -> line.contains(", was "));
        });
        assertThat(other.otherRules()).isFalse();
    }

    @Test
    void moodleGetsEveryStudentsPageUnderTheParticipantsNumber() throws Exception {
        GradedClass some = FabricatedClass.of(22);
        for (Graded one : some.graded()) {
            Path page = ClassFolder.feedback(folder, one.handing());
            Files.createDirectories(page.getParent());
            Files.writeString(page, "the page of " + one.handing().student());
        }
        MoodleFeedback feedback = MoodleFeedback.of(some, folder, null);
        assertThat(feedback.students()).isEqualTo(22);
        assertThat(feedback.unknown()).isEmpty();
        assertThat(MoodleFeedback.of(some, folder, null).bytes()).isEqualTo(feedback.bytes());
        List<String> names = new java.util.ArrayList<>();
        try (java.util.zip.ZipInputStream zip =
                new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(feedback.bytes()))) {
            for (java.util.zip.ZipEntry one = zip.getNextEntry(); one != null; one = zip.getNextEntry()) {
                names.add(one.getName());
                // As Moodle takes a name apart: name, number, type, subtype, file.
                String[] parts = one.getName().split("_", 5);
                Path page = ClassFolder.feedback(
                        folder, some.graded().get(names.size() - 1).handing());
                assertThat(parts).hasSize(5);
                assertThat(parts[1])
                        .isEqualTo(some.graded().get(names.size() - 1).handing().student());
                assertThat(parts[4]).isEqualTo("feedback.html");
                assertThat(one.getName()).doesNotContain("/", "\\", "<", "=");
                assertThat(zip.readAllBytes()).isEqualTo(Files.readAllBytes(page));
            }
        }
        assertThat(names).hasSize(22).doesNotHaveDuplicates();
        Files.delete(ClassFolder.feedback(folder, some.graded().get(3).handing()));
        assertThatThrownBy(() -> MoodleFeedback.of(some, folder, null))
                .hasMessageContaining("is missing; grade the class again");
    }
}
