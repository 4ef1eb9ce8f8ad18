// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageslot.grading.Points;
import org.messageslot.grading.course.Graded;
import org.messageslot.grading.course.Handing;
import org.messageslot.grading.course.report.FabricatedClass;
import org.messageslot.grading.report.HtmlReport;
import org.messageslot.grading.report.JsonReport;
import org.messageslot.grading.report.MarkdownReport;
import org.messageslot.grading.report.TerminalReport;
import org.messageslot.grading.rubric.Audit;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.slot.SlotAssignment;

/** A policy goes by when something was handed in, and by nothing else. */
class PolicyTests {

    private static final String POLICY = """
            {
              "due": "2024-01-17T23:59:00+02:00",
              "graceMinutes": 30,
              "late": {"percentPerDay": 10, "mostPercent": 40, "closesAfterDays": 7},
              "extensions": {"0001000": "2024-01-20T23:59:00+02:00", "nobody": "2024-02-01T00:00:00Z"},
              "hiddenUntil": "2024-02-01T00:00:00Z"
            }
            """;

    /** Full marks. */
    private static Graded graded(String student, String at) {
        Graded some = FabricatedClass.of(9).graded().stream()
                .filter(one -> one.grade().headline().startsWith("100.00"))
                .findFirst()
                .orElseThrow();
        Handing handing = new Handing(
                student,
                "",
                student,
                at.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(at)),
                false,
                student,
                Path.of(student));
        return new Graded(handing, some.grade(), false);
    }

    private static Policy policy() throws DataFileException {
        return Policy.parse("policy.json", POLICY);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "2024-01-17T21:59:00Z, 100.00, ",
                "2024-01-17T22:29:00Z, 100.00, ",
                "2024-01-17T22:29:01Z, 90.00, 'It was handed in 30 min late; that costs 10.00 points.'",
                "2024-01-18T21:59:00Z, 90.00, 'It was handed in 24 h late; that costs 10.00 points.'",
                "2024-01-18T21:59:01Z, 80.00, 'It was handed in 24 h late; that costs 20.00 points.'",
                "2024-01-21T22:59:00Z, 60.00, 'It was handed in 4 days and 1 h late; that costs 40.00 points.'",
                "2024-01-24T21:59:00Z, 60.00, 'It was handed in 7 days and 0 h late; that costs 40.00 points.'",
                "2024-01-24T21:59:01Z, 0.00, 'It was handed in 7 days and 0 h late; that costs 100.00 points.'",
                "'', 100.00, 'When it was handed in is not known, so it counts as in time.'",
            })
    void latenessCostsWhatThePolicySays(String at, String score, String remark) throws Exception {
        Graded applied = policy().applied(graded("1001", at));
        assertThat(applied.grade().headline()).isEqualTo(score + " of 100");
        assertThat(applied.grade().submission().remarks()).isEqualTo(remark == null ? List.of() : List.of(remark));
        assertThat(Audit.of(
                                applied.grade(),
                                SlotAssignment.SLOT.editions().standard().rubric())
                        .problems())
                .isEmpty();
        assertThat(JsonReport.read("grade.json", new JsonReport().render(applied.grade())))
                .isEqualTo(applied.grade());
    }

    @Test
    void whoHasAnExtensionIsLateLater() throws Exception {
        String at = "2024-01-20T21:00:00Z";
        assertThat(policy().applied(graded("1000", at)).grade().score()).isEqualTo(Points.of(100));
        assertThat(policy().applied(graded("1001", at)).grade().score()).isEqualTo(Points.of(70));
        assertThat(policy().nobodys(List.of(graded("1000", at).handing()))).containsExactly("nobody");
    }

    @Test
    void everyReportSaysWhatLatenessCosts() throws Exception {
        Graded late = policy().applied(graded("1001", "2024-01-19T00:00:00Z"));
        assertThat(new HtmlReport(SlotAssignment.SLOT.wording()).render(late.grade()))
                .contains("-20.00")
                .contains("26 h late");
        assertThat(new MarkdownReport(SlotAssignment.SLOT.wording()).render(late.grade()))
                .contains("| Handed in late | -20.00 |");
        assertThat(TerminalReport.plain(SlotAssignment.SLOT.wording()).render(late.grade()))
                .contains("Handed in late")
                .contains("80.00 of 100");
        assertThat(late.grade().audit()).endsWith("Less 20.00 for lateness: 80.00 of 100.");
    }

    @Test
    void anUngradableOneLosesNothing() throws Exception {
        Graded ungradable = FabricatedClass.of(52).ungradable().get(0);
        Graded applied = Policy.parse("p", "{\"due\": \"2020-01-01T00:00:00Z\", \"late\": {\"percentPerDay\": 10}}")
                .applied(ungradable);
        assertThat(applied.grade().score()).isNull();
        assertThat(applied.grade().late()).isEqualTo(Points.ZERO);
    }

    @Test
    void daysAreCivilDaysOfTheZone() throws Exception {
        Policy policy = Policy.parse(
                "p",
                "{\"due\": \"2024-10-26T20:00:00+03:00\", \"late\": {\"percentPerDay\": 10}, \"zone\": \"Asia/Jerusalem\"}");
        // The clock is put back in the night: 24.5 hours later it is 19:30 of the next day.
        Graded late = graded("1001", "2024-10-27T17:30:00Z");
        assertThat(policy.applied(late).grade().score()).isEqualTo(Points.of(90));
        assertThat(policy.in(ZoneId.of("UTC")).applied(late).grade().score()).isEqualTo(Points.of(80));
        assertThat(policy.terms()).contains("Asia/Jerusalem");
    }

    @Test
    void aWrongFieldIsToldWithItsPlace(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("p.json"), "{\n  \"due\": \"soon\"\n}\n");
        assertThatThrownBy(() -> Policy.read(file)).hasMessageContaining("p.json, line 2, column 3: 'due' should be");
    }

    @Test
    void withoutAPolicyNothingChanges() {
        Graded some = graded("1001", "2024-01-19T00:00:00Z");
        assertThat(Policy.NONE.applied(some)).isEqualTo(some);
        assertThat(Policy.NONE.reveals(Optional.of(Instant.MAX))).isFalse();
    }

    @Test
    void whatIsHiddenIsShownFromADateOnThatIsNamed() throws Exception {
        assertThat(policy().reveals(Optional.empty())).isFalse();
        assertThat(policy().reveals(Optional.of(Instant.parse("2024-01-31T23:59:59Z"))))
                .isFalse();
        assertThat(policy().reveals(Optional.of(Instant.parse("2024-02-01T00:00:00Z"))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"due\": \"tomorrow\"}|'due' should be a date, a time and the offset from UTC",
                "{\"due\": \"2024-01-17T23:59:00\"}|'due' should be a date, a time and the offset",
                "{\"graceMinutes\": 5}|'due' is missing",
                "{\"due\": \"2024-01-17T23:59:00Z\", \"graceMinutes\": -1}|'graceMinutes' should be a whole number from 0",
                "{\"due\": \"2024-01-17T23:59:00Z\", \"late\": {}}|'percentPerDay' is missing",
                "{\"due\": \"2024-01-17T23:59:00Z\", \"late\": {\"percentPerDay\": 101}}|from 0 to 100, not 101",
                "{\"due\": \"2024-01-17T23:59:00Z\", \"late\": {\"percentPerDay\": 1, \"x\": 1}}|nothing is called 'x' here",
                "{\"due\": \"2024-01-17T23:59:00Z\", \"extensions\": [1]}|'extensions' should be an object",
                "{\"due\": \"2024-01-17T23:59:00Z\", \"extensions\": {\"1\": 5}}|'1' should be a text",
                "{\"dues\": \"2024-01-17T23:59:00Z\"}|nothing is called 'dues' here",
                "[]|is no JSON that can be read",
                "{|is no JSON that can be read",
            })
    void whatIsWrongIsToldInASentence(String text, String sentence) {
        assertThatThrownBy(() -> Policy.parse("policy.json", text))
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith("policy.json")
                .hasMessageContaining(sentence)
                .hasMessageEndingWith(".");
    }

    @Test
    void aFileThatIsNoneIsTold(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> Policy.read(folder.resolve("none"))).hasMessageContaining("there is no file");
        assertThatThrownBy(() -> Policy.read(folder)).hasMessageContaining("cannot be read");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {-1, -2, 0});
        assertThatThrownBy(() -> Policy.read(binary)).hasMessageContaining("no text in UTF-8");
        Path huge = Files.write(folder.resolve("huge"), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> Policy.read(huge)).hasMessageContaining("larger than 1 MiB");
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThatThrownBy(() -> Policy.read(empty)).hasMessageContaining("is empty");
    }
}
