// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Points;
import org.messageslot.grading.Visibility;
import org.messageslot.grading.assignment.Edition;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Group;
import org.messageslot.grading.rubric.Rubric;

class EditionTests {

    @TempDir
    private Path folder;

    static List<String> names() {
        return SlotAssignment.SLOT.editions().names();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2020, 240, -,           0, FILE CHANNEL MESSAGE",
                "2021, 240, O(C*M),      0, FILE CHANNEL MESSAGE",
                "2022, 235, O(C*M),      0, FILE CHANNEL MESSAGE",
                "2024, 235, O(C*M + F),  0, FILE CHANNEL MESSAGE",
                "2025, 235, O(C*M),      3, FILE CHANNEL CENSOR MESSAGE",
                "2026, 235, O(C*M + N),  4, FILE CHANNEL CENSOR MESSAGE",
            })
    void editionsDifferAsTheAssignmentsDid(
            String name, int major, @org.jspecify.annotations.Nullable String bound, int censorEvery, String arguments)
            throws DataFileException {
        Edition edition = SlotAssignment.SLOT.editions().named(name);
        assertThat(edition.name()).isEqualTo(name);
        assertThat(edition.major()).isEqualTo(major);
        assertThat(SlotEdition.of(edition).memoryBound().map(MemoryBound::text).orElse(null))
                .isEqualTo(bound);
        assertThat(SlotEdition.of(edition).censorEvery()).isEqualTo(censorEvery);
        assertThat(SlotEdition.of(edition).senderArguments().stream()
                        .map(Enum::name)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(arguments);
        assertThat(edition.rubric().rules().crash().points()).isEqualTo(Points.of(35));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyEditionHasAHundredPointsAndEveryCheckSome(String name) throws DataFileException {
        Rubric rubric = SlotAssignment.SLOT.editions().named(name).rubric();
        assertThat(rubric.maxScore()).isEqualTo(Points.of(100));
        assertThat(Points.sum(rubric.checks().stream()
                        .map(CheckDescription::maxPoints)
                        .toList()))
                .isEqualTo(Points.of(100));
        assertThat(rubric.checks()).allMatch(check -> check.maxPoints().isPositive());
        assertThat(rubric.inRunningOrder()).hasSameSizeAs(rubric.checks());
    }

    @ParameterizedTest
    @MethodSource("names")
    void noCheckRunsBeforeWhatItNeeds(String name) throws DataFileException {
        Set<String> before = new HashSet<>();
        for (CheckDescription check :
                SlotAssignment.SLOT.editions().named(name).rubric().inRunningOrder()) {
            assertThat(before).containsAll(check.dependsOn());
            before.add(check.id());
        }
    }

    @Test
    void theDefaultKeepsTheProportionsOfTheStaff() {
        Map<String, Points> points = SlotAssignment.SLOT.editions().standard().rubric().groups().stream()
                .collect(Collectors.toMap(Group::id, Group::points));
        assertThat(points)
                .containsEntry("write-then-read", Points.of(20))
                .containsEntry("minors", Points.of(10))
                .containsEntry("processes", Points.of(10))
                .containsEntry("open-files", Points.of(2 + 2))
                .containsEntry("large-ids", Points.of(1));
        for (String two : List.of(
                "overwrite",
                "read-again",
                "bytes",
                "empty-channel",
                "length-zero",
                "length-over-128",
                "write-without-channel",
                "read-without-channel",
                "small-buffer")) {
            assertThat(points).containsEntry(two, Points.of(2));
        }
    }

    @Test
    void twoGroupsAreABonusThatAnEditionTurnsOn() throws DataFileException {
        Rubric off = SlotAssignment.SLOT.editions().standard().rubric();
        Rubric on = changed("\"bonus\": \"off\"", "\"bonus\": \"adds\"").rubric();
        assertThat(off.groups()).noneMatch(Group::bonus);
        assertThat(on.groups())
                .filteredOn(Group::bonus)
                .satisfiesExactly(
                        group -> assertThat(group.id()).isEqualTo("concurrency"),
                        group -> assertThat(group.id()).isEqualTo("interleavings"))
                .allSatisfy(group -> assertThat(group.points()).isEqualTo(Points.of(10)));
        assertThat(on.maxScore()).isEqualTo(Points.of(100));
        assertThat(on.sha256()).isNotEqualTo(off.sha256());
    }

    @Test
    void anInstructorAdaptsACopy() throws DataFileException, IOException {
        Path mine = folder.resolve("mine.json");
        Files.writeString(
                mine,
                SlotAssignment.SLOT
                        .editions()
                        .text("2024")
                        .replace("\"name\": \"2024\"", "\"name\": \"mine\"")
                        .replace("\"write-then-read\": 20", "\"write-then-read\": 15")
                        .replace("\"minors\": 10", "\"minors\": 15")
                        .replace("\"checks\": {}", """
                                "checks": {
                                  "minor-0": {"share": 20},
                                  "random-calls": {"visibility": "points-only"},
                                  "channels-2-to-20": {"omit": true}
                                }"""));
        Rubric rubric = SlotAssignment.SLOT.editions().find(mine.toString()).rubric();
        assertThat(rubric.maxScore()).isEqualTo(Points.of(100));
        assertThat(rubric.check("minor-0").orElseThrow().maxPoints()).isGreaterThan(Points.of(5));
        assertThat(rubric.check("random-calls").orElseThrow().visibility()).isEqualTo(Visibility.POINTS_ONLY);
        assertThat(rubric.check("channels-2-to-20")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"minors\": 10 | \"minors\": 11 | the points of the groups add up to 101.00, but 'total' says 100.00",
                "\"minors\": 10 | \"minor\": 10 | there is no group 'minor'; perhaps you mean 'minors'",
                "\"minors\": 10 | \"minors\": 10.001 | 'minors' should be points: a number from 0 to 1000 with at most two",
                "\"minors\": 10 | \"minors\": \"ten\" | 'minors' should be points",
                "\"minors\": 10 | \"minors\": -10 | 'minors' should be points",
                "\"major\": 235 | \"major\": 512 | 'major' should be a whole number from 1 to 511, not 512",
                "\"major\": 235 | \"mayor\": 235 | 'major' is missing",
                "\"mistakeCap\": 6 | \"mistakeCap\": 6, \"x\": 1 | nothing is called 'x' here",
                "\"bonus\": \"off\" | \"bonus\": \"on\" | 'bonus' should be one of off, fills, adds, not \"on\"",
                "\"censorEvery\": 0 | \"censorEvery\": 3 | belong together; have all three",
                "[\"FILE\", \"CHANNEL\", \"MESSAGE\"] | [\"CHANNEL\", \"FILE\", \"MESSAGE\"] | 'senderArguments' should be",
                "\"checks\": {} | \"checks\": {\"minor-00\": {}} | there is no check 'minor-00'; perhaps you mean 'minor-0'",
                "\"checks\": {} | \"checks\": {\"minor-0\": {\"points\": 3}} | nothing is called 'points' here",
                "\"name\": \"2024\" | \"name\": \" \" | 'name' should be a text",
                "\"total\": 100 | \"total\": | is no JSON that can be read",
            })
    void mistakesAreNamedInOneSentence(String from, String to, String because) {
        assertThatThrownBy(() -> changed(from, to))
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith("mine.json")
                .hasMessageContaining(because)
                .hasMessageMatching("[^\\n]+\\.");
    }

    private static Edition changed(String from, String to) throws DataFileException {
        String text = SlotAssignment.SLOT.editions().text("2024");
        assertThat(text).contains(from);
        return SlotAssignment.SLOT.editions().parse("mine.json", text.replace(from, to));
    }

    @Test
    void whatIsNoEditionIsSaid() throws IOException {
        Path binary = folder.resolve("binary");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe});
        refused("2023", "there is no edition and no file '2023'; the kit's editions are 2020, 2021");
        refused("a\0b", "there is no edition and no file");
        refused(folder.toString(), "cannot be read");
        refused(binary.toString(), "is no text in UTF-8");
    }

    private static void refused(String name, String because) {
        assertThatThrownBy(() -> SlotAssignment.SLOT.editions().find(name))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining(because);
    }
}
