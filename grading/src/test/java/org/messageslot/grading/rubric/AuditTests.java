// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Run;
import org.messageslot.grading.Status;
import org.messageslot.grading.report.JsonReport;
import org.messageslot.grading.slot.SlotAssignment;

class AuditTests {

    private static final int ROUNDS = 400;
    private static final List<Status> LIKELY = List.of(Status.PASSED, Status.PASSED, Status.FAILED, Status.HUNG);
    private static final List<Status> ALL = List.of(
            Status.PASSED,
            Status.FAILED,
            Status.CRASHED,
            Status.HUNG,
            Status.TAMPERED,
            Status.BUILD_FAILED,
            Status.UNGRADABLE);

    @Test
    void randomOutcomesAlwaysAudit() throws DataFileException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Rubric rubric = randomRubric(random);
            Grade grade = randomGrade(rubric, random, random.nextBoolean() ? LIKELY : ALL);
            Audit audit = Audit.of(grade, rubric);
            assertThat(audit.problems()).as("seed " + seed).isEmpty();
            assertThat(grade.audit()).isEqualTo(audit.statement());
            assertThat(grade.gradable()).isEqualTo(grade.count(Status.UNGRADABLE) == 0);
        }
    }

    private static Rubric randomRubric(Random random) throws DataFileException {
        List<String> names = SlotAssignment.SLOT.editions().names();
        String name = names.get(random.nextInt(names.size()));
        List<BonusRule> rules = List.of(BonusRule.values());
        BonusRule rule = rules.get(random.nextInt(rules.size()));
        String text = SlotAssignment.SLOT
                .editions()
                .text(name)
                .replace("\"bonus\": \"off\"", "\"bonus\": \"" + rule.name().toLowerCase(java.util.Locale.ROOT) + "\"")
                .replace(
                        "\"points\": 35, \"groups\": \"ordinary\"",
                        "\"points\": " + random.nextInt(120) + ", \"groups\": \""
                                + List.of("ordinary", "all", "none").get(random.nextInt(3)) + "\"")
                .replace("\"mistakeCap\": 6", "\"mistakeCap\": " + random.nextInt(20));
        return SlotAssignment.SLOT.editions().parse(name, text).rubric();
    }

    /** Scoring itself leaves out what needs a check that did not pass; so no check is left out here. */
    private static Grade randomGrade(Rubric rubric, Random random, List<Status> statuses) {
        List<Judged> judged = new ArrayList<>();
        rubric.checks().forEach(check -> {
            Status status = statuses.get(random.nextInt(statuses.size()));
            judged.add(new Judged(check.id(), Outcome.without(status, "Invented.")));
        });
        Collections.shuffle(judged, random);
        return new Scoring(rubric).grade(Invented.submission(), run(rubric), List.of(), judged, List.of());
    }

    private static Run run(Rubric rubric) {
        return new Run("invented", rubric.sha256(), 1, "1.0.0", "");
    }

    @Test
    void aCheckThatWasNotRunWithoutReasonIsFound() {
        Rubric rubric = Invented.rubric(Map.of());
        List<Judged> judged = new ArrayList<>();
        rubric.checks().forEach(check -> judged.add(new Judged(check.id(), Outcome.passed(1))));
        judged.set(0, new Judged("write-then-read", Outcome.without(Status.NOT_RUN, "Too late.")));
        Grade grade = new Scoring(rubric).grade(Invented.submission(), run(rubric), List.of(), judged, List.of());
        assertThat(grade.gradable()).isFalse();
        assertThat(grade.ungradableBecause())
                .contains("write-then-read was not run, though nothing that it needs failed.");
    }

    /** Every place in a grade.json that decides on points. */
    static Stream<String> tamperedPlaces() {
        return Stream.of(
                "score",
                "maxScore",
                "earned",
                "penalty",
                "bonus",
                "groups[0].points",
                "groups[1].maxPoints",
                "groups[2].checks",
                "groups[0].passed",
                "verdicts[0].points",
                "verdicts[2].points",
                "verdicts[1].maxPoints");
    }

    @ParameterizedTest
    @MethodSource("tamperedPlaces")
    void aChangedNumberIsFound(String place) throws DataFileException {
        Rubric rubric = Invented.rubric(Map.of());
        JsonObject json = json(Invented.nasty());
        JsonObject owner = owner(json, place);
        String field = place.replaceFirst(".*\\.", "");
        owner.add(field, new JsonPrimitive(owner.get(field).getAsBigDecimal().add(java.math.BigDecimal.ONE)));
        assertThat(audit(json, rubric)).isNotEmpty();
    }

    @Test
    void everyNumberOfEveryVerdictAndGroupIsWatched() throws DataFileException {
        Rubric rubric = Invented.rubric(Map.of());
        JsonObject original = json(Invented.nasty());
        for (String list : List.of("groups", "verdicts")) {
            for (int i = 0; i < original.getAsJsonArray(list).size(); i++) {
                for (String field : List.of("points", "maxPoints")) {
                    JsonObject json = original.deepCopy();
                    JsonObject owner = json.getAsJsonArray(list).get(i).getAsJsonObject();
                    owner.addProperty(field, owner.get(field).getAsBigDecimal().add(new java.math.BigDecimal("0.01")));
                    assertThat(audit(json, rubric))
                            .as(list + " " + i + " " + field)
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void aChangedStatusIsFound() throws DataFileException {
        Rubric rubric = Invented.rubric(Map.of());
        JsonObject original = json(Invented.nasty());
        for (int i = 0; i < original.getAsJsonArray("verdicts").size(); i++) {
            JsonObject json = original.deepCopy();
            JsonObject verdict = json.getAsJsonArray("verdicts").get(i).getAsJsonObject();
            boolean passed = verdict.get("status").getAsString().equals("PASSED");
            verdict.addProperty("status", passed ? "FAILED" : "PASSED");
            assertThat(audit(json, rubric)).as("verdict " + i).isNotEmpty();
        }
    }

    @Test
    void aChangedStatusIsFoundEvenIfItsPointsAreAdjusted() throws DataFileException {
        Rubric rubric = Invented.rubric(Map.of());
        JsonObject json = json(Invented.nasty());
        JsonObject verdict = json.getAsJsonArray("verdicts").get(2).getAsJsonObject();
        verdict.addProperty("status", "PASSED");
        verdict.add("points", verdict.get("maxPoints"));
        assertThat(audit(json, rubric)).isNotEmpty();
    }

    @Test
    void aVerdictThatIsDroppedOrDoubledIsFound() throws DataFileException {
        Rubric rubric = Invented.rubric(Map.of());
        for (int i = 0; i < 9; i++) {
            JsonObject without = json(Invented.nasty());
            without.getAsJsonArray("verdicts").remove(i);
            assertThat(audit(without, rubric)).anyMatch(problem -> problem.contains("is counted 0 times, not once."));
            JsonObject twice = json(Invented.nasty());
            JsonArray verdicts = twice.getAsJsonArray("verdicts");
            verdicts.add(verdicts.get(i).deepCopy());
            assertThat(audit(twice, rubric)).anyMatch(problem -> problem.contains("is counted 2 times, not once."));
        }
    }

    @Test
    void aVerdictThatIsRenamedOrAGroupThatIsMissingIsFound() throws DataFileException {
        Rubric rubric = Invented.rubric(Map.of());
        JsonObject renamed = json(Invented.nasty());
        renamed.getAsJsonArray("verdicts").get(0).getAsJsonObject().addProperty("id", "give-points");
        assertThat(audit(renamed, rubric)).contains("give-points is counted, but is not in the rubric.");
        JsonObject fewer = json(Invented.nasty());
        fewer.getAsJsonArray("groups").remove(1);
        assertThat(audit(fewer, rubric)).anyMatch(problem -> problem.startsWith("The groups are "));
    }

    @Test
    void aGradeByAnotherRubricIsFound() {
        Grade grade = Invented.nasty();
        assertThat(Audit.of(grade, Invented.rubric(Invented.hiding())).problems())
                .contains("The grade was made by another rubric.");
    }

    @Test
    void anUngradableGradeThatIsGivenAScoreIsFound() throws DataFileException {
        Rubric rubric = Invented.rubric(Map.of());
        Grade grade = new Scoring(rubric).ungradable(Invented.submission(), Invented.run(rubric), "No QEMU.");
        JsonObject json = json(grade);
        json.addProperty("score", 100);
        assertThat(audit(json, rubric)).contains("There is a score, though the grade does not count.");
        JsonObject gradable = json(grade);
        gradable.addProperty("gradable", true);
        assertThat(audit(gradable, rubric)).isNotEmpty();
    }

    @Test
    void theStatementProvesTheSum() {
        assertThat(Invented.nasty().audit())
                .isEqualTo("9 checks, each counted exactly once: 4 passed, 1 failed, 1 crashed the kernel, 1 hung,"
                        + " 1 not run, 1 did not build. 53.50 points earned, less 35.00 for crashing the kernel,"
                        + " and 5.00 bonus: 23.50 of 100.");
        assertThat(Invented.nasty().score()).isEqualTo(new Points(2350));
    }

    private static JsonObject json(Grade grade) {
        return JsonParser.parseString(new JsonReport().render(grade)).getAsJsonObject();
    }

    private static List<String> audit(JsonObject json, Rubric rubric) throws DataFileException {
        return Audit.of(JsonReport.read("grade.json", json.toString()), rubric).problems();
    }

    private static JsonObject owner(JsonObject json, String place) {
        if (!place.contains(".")) {
            return json;
        }
        String list = place.replaceFirst("\\[.*", "");
        int index = Integer.parseInt(place.replaceFirst(".*\\[(\\d+)].*", "$1"));
        JsonElement element = json.getAsJsonArray(list).get(index);
        return element.getAsJsonObject();
    }
}
