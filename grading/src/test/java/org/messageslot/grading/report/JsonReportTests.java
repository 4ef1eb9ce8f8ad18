// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.rubric.DataFileException;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;

class JsonReportTests {

    private static final JsonReport REPORT = new JsonReport();

    static List<Grade> grades() {
        Rubric rubric = Invented.rubric(Map.of());
        return List.of(
                Invented.nasty(),
                Invented.nasty("x".repeat(500_000) + "\n" + Invented.NASTY.repeat(2000), Map.of()),
                Redaction.forStudent(Invented.nasty("log", Invented.hiding())),
                new Scoring(rubric).ungradable(Invented.submission(), Invented.run(rubric), "No disk space."));
    }

    @ParameterizedTest
    @MethodSource("grades")
    void readingBackGivesAnEqualGrade(Grade grade) throws DataFileException {
        String text = REPORT.render(grade);
        String throughBytes = new String(text.getBytes(UTF_8), UTF_8);
        assertThat(JsonReport.read("grade.json", throughBytes).equals(grade)).isTrue();
        assertThat(REPORT.render(JsonReport.read("grade.json", throughBytes)).equals(text))
                .isTrue();
    }

    @Test
    void aGradeOfAKitThatLookedIntoNoMistakeIsReadToo() throws DataFileException {
        Grade grade = Invented.nasty();
        JsonObject old = JsonParser.parseString(REPORT.render(grade)).getAsJsonObject();
        old.getAsJsonArray("mistakes")
                .forEach(mistake -> mistake.getAsJsonObject().remove("explanation"));
        assertThat(JsonReport.read("grade.json", old.toString()).mistakes())
                .isNotEmpty()
                .allSatisfy(mistake -> assertThat(mistake.explanation()).isNull());
    }

    @ParameterizedTest
    @MethodSource("grades")
    void whatIsWrittenFollowsTheSchema(Grade grade) {
        assertThat(violations(REPORT.render(grade))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"maxScore\"", "\"gradable\"", "\"calls\"", "\"kernelLog\"", "\"sha256\"", "\"seed\""})
    void theSchemaMissesEveryField(String field) {
        String text = REPORT.render(Invented.nasty());
        assertThat(violations(text.replaceFirst(field, "\"other\""))).isNotEmpty();
    }

    @Test
    void theSchemaKnowsTheStatuses() {
        String text = REPORT.render(Invented.nasty());
        assertThat(violations(text.replaceFirst("\"CRASHED\"", "\"EXPLODED\""))).isNotEmpty();
    }

    @Test
    void theTextSteersNoTerminal() {
        assertThat(REPORT.render(Invented.nasty()).codePoints()).allMatch(c -> c == '\n' || Visible.hasGlyph(c));
    }

    static Stream<String> broken() {
        String text = REPORT.render(Invented.nasty());
        return Stream.of(
                "",
                "{}",
                "[]",
                "no JSON",
                text.substring(0, text.length() / 2),
                text.replace("\"groups\"", "\"g\""),
                text.replace("\"version\": 2", "\"version\": 3"),
                text.replace("\"PASSED\"", "\"WON\""),
                text.replace("\"maxPoints\": 25", "\"maxPoints\": 25.001"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsNoGradeIsRefusedInOneSentence(String text) {
        assertThatThrownBy(() -> JsonReport.read("grade.json", text))
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith("grade.json is ")
                .hasMessageMatching("[^\\n]+\\.");
    }

    private static List<String> violations(String json) {
        try (InputStream in = Objects.requireNonNull(JsonReport.class.getResourceAsStream("grade.schema.json"))) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(new String(in.readAllBytes(), UTF_8));
            return schema.validate(json, InputFormat.JSON).stream()
                    .map(Object::toString)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
