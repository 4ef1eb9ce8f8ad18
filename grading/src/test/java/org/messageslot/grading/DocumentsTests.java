// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.report.JsonReport;
import org.messageslot.grading.report.TerminalReport;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.messageslot.grading.slot.SlotAssignment;

/** What the documents say of grades and points is true. */
class DocumentsTests {

    private static String document(String name) throws IOException {
        return Files.readString(Path.of("../docs", name));
    }

    @Test
    void everyFieldOfTheSchemaIsExplained() throws IOException {
        Set<String> fields = new TreeSet<>();
        try (InputStream in = Objects.requireNonNull(JsonReport.class.getResourceAsStream("grade.schema.json"))) {
            collect(JsonParser.parseString(new String(in.readAllBytes(), UTF_8)), fields);
        }
        assertThat(fields).contains("ungradableBecause", "compilerWords", "meaning");
        String text = document("grade-json.md");
        assertThat(fields).allMatch(field -> text.contains("`" + field + "`"));
        for (Status status : Status.values()) {
            assertThat(text).contains("| `" + status + "` |");
        }
    }

    private static void collect(JsonElement element, Set<String> fields) {
        if (element instanceof JsonObject object) {
            if (object.get("properties") instanceof JsonObject properties) {
                fields.addAll(properties.keySet());
            }
            object.asMap().values().forEach(value -> collect(value, fields));
        } else if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(value -> collect(value, fields));
        }
    }

    @Test
    void everyEndingIsExplained() throws IOException {
        String text = document("reading-a-grade.md");
        for (Status status : Status.values()) {
            assertThat(text).contains("| " + status.words() + " |");
        }
    }

    @Test
    void theRemarkIsOneThatTheGraderMakes() throws IOException, DataFileException {
        Matcher block = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL).matcher(document("reading-a-grade.md"));
        assertThat(block.find()).isTrue();
        Rubric rubric = SlotAssignment.SLOT.editions().standard().rubric().only(Set.of("read-small-buffer"));
        Outcome outcome = new Outcome(
                Status.FAILED,
                "A read into a buffer of 4 bytes succeeds.",
                "-1 ENOSPC (28)",
                "4",
                List.of(
                        "fd = open(\"/dev/slot0\", O_RDWR) = 3",
                        "ioctl(3, MSG_SLOT_CHANNEL, 7) = 0",
                        "write(3, \"hello\", 5) = 5",
                        "read(3, buf, 4) = 4"),
                "",
                null,
                1);
        Grade grade = new Scoring(rubric)
                .grade(
                        Invented.submission(),
                        Invented.run(rubric),
                        List.of(),
                        List.of(new Judged("read-small-buffer", outcome)),
                        List.of());
        assertThat(TerminalReport.plain(SlotAssignment.SLOT.wording()).render(grade))
                .contains(block.group(1));
    }

    @Test
    void theTableOfGroupsIsRight() throws IOException {
        Rubric rubric = SlotAssignment.SLOT.editions().standard().rubric();
        List<String> rows = document("changing-points.md")
                .lines()
                .filter(line -> line.matches("\\| `[a-z0-9-]+` \\| [^|]+ \\| \\d+ \\| \\d+ \\|"))
                .toList();
        List<String> expected = rubric.groups().stream()
                .map(group -> "| `" + group.id() + "` | " + group.title() + " | "
                        + group.points().brief() + " | "
                        + rubric.checks().stream()
                                .filter(check -> check.group().equals(group.id()))
                                .count()
                        + " |")
                .toList();
        assertThat(rows).isEqualTo(expected);
    }

    @Test
    void theExampleDoesWhatItSays() throws IOException, DataFileException {
        Matcher block = Pattern.compile("```diff\n(.*?)```", Pattern.DOTALL).matcher(document("changing-points.md"));
        assertThat(block.find()).isTrue();
        Rubric rubric = SlotAssignment.SLOT
                .editions()
                .parse("mine.json", patched(SlotAssignment.SLOT.editions().text("2024"), block.group(1)))
                .rubric();
        assertThat(rubric.maxScore()).isEqualTo(Points.of(100));
        assertThat(rubric.check("minor-0").orElseThrow().maxPoints()).isEqualTo(new Points(125));
        assertThat(rubric.check("channels-2-to-20")).isEmpty();
        assertThat(rubric.check("random-calls").orElseThrow().visibility()).isEqualTo(Visibility.POINTS_ONLY);
    }

    /** Replace each run of lines marked - by the run of lines marked + that follows it. */
    private static String patched(String text, String diff) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int at = -1;
        for (String line : diff.lines().toList()) {
            String content = line.substring(1);
            if (line.startsWith("-")) {
                at = lines.indexOf(content);
                assertThat(at).as(content).isNotNegative();
                lines.remove(at);
            } else {
                lines.add(at++, content);
            }
        }
        return lines.stream().collect(Collectors.joining("\n"));
    }
}
