// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messageslot.grading.ExplainedOops;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.Judged;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.Outcome;
import org.messageslot.grading.Points;
import org.messageslot.grading.Status;
import org.messageslot.grading.Symptom;
import org.messageslot.grading.Symptom.SymptomKind;
import org.messageslot.grading.Verdict;

/** One mistake, one price: the rule of {@link Scoring}, by outcomes that are made up. */
class PriceTests {

    /** Groups a (20), b, c and d (10 each), programs (40), hard (10) and a bonus of 5. */
    private static final String CATALOGUE =
            """
            {
              "clauses": {"R-W1": "It works."},
              "groups": [
                {"id": "a", "title": "A"}, {"id": "b", "title": "B"}, {"id": "c", "title": "C"}, {"id": "d", "title": "D"},
                {"id": "programs", "title": "P", "programs": true}, {"id": "hard", "title": "H"},
                {"id": "extra", "title": "X"}
              ],
              "steps": {
                "plain": ["basic"], "second-file": ["b-1", "b-2"], "overwrite": ["c-1"], "loop-one": ["loop-2"],
                "loop-two": ["loop-1"]
              },
              "checks": [
                CHECK("basic", "a", 10, "essential": true),
                CHECK("a-1", "a", 5, "dependsOn": ["basic"]),
                CHECK("everything", "a", 5, "catchAll": true),
                CHECK("b-1", "b", 5), CHECK("b-2", "b", 5, "dependsOn": ["b-1"]),
                CHECK("c-1", "c", 5), CHECK("c-2", "c", 5),
                CHECK("d-1", "d", 6), CHECK("loop-1", "d", 2), CHECK("loop-2", "d", 2),
                CHECK("sends", "programs", 20, "essential": true),
                CHECK("p-1", "programs", 10, "dependsOn": ["sends"]), CHECK("p-2", "programs", 10),
                CHECK("poison", "hard", 10, "conditions": "hard"),
                CHECK("race", "extra", 1, "dependsOn": ["basic"])
              ]
            }
            """.replaceAll("CHECK\\((\"[^\"]*\"), (\"[^\"]*\"), (\\d+)(.*?)\\)(?=,|\\s)", """
                    {"id": $1, "group": $2, "share": $3, "title": "Does it work?", "requirements": ["R-W1"], "hint": "-"$4}""");

    private static final int ROUNDS = 2000;

    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

    private static Rubric rubric(CrashRule rule, Points cap) throws DataFileException {
        return Catalogue.parse("checks.json", CATALOGUE)
                .rubric(
                        "edition",
                        Map.of(
                                "a", Points.of(20),
                                "b", Points.of(10),
                                "c", Points.of(10),
                                "d", Points.of(10),
                                "programs", Points.of(40),
                                "hard", Points.of(10)),
                        Map.of("extra", Points.of(5)),
                        Map.of(),
                        new Rubric.Rules(rule, cap, BonusRule.ADDS));
    }

    private static CrashRule crash(CrashRule.Where where, String... groups) {
        return new CrashRule(Points.of(35), where, Set.of(groups));
    }

    private Grade grade() throws DataFileException {
        return grade(rubric(crash(CrashRule.Where.ORDINARY), Points.of(6)));
    }

    private Grade grade(Rubric rubric) {
        List<Judged> judged = new ArrayList<>();
        rubric.checks()
                .forEach(check ->
                        judged.add(new Judged(check.id(), outcomes.getOrDefault(check.id(), Outcome.passed(1)))));
        Grade grade =
                new Scoring(rubric).grade(Invented.submission(), Invented.run(rubric), List.of(), judged, List.of());
        assertThat(grade.ungradableBecause()).isEmpty();
        Collections.shuffle(judged, new Random(3));
        assertThat(new Scoring(rubric).grade(Invented.submission(), Invented.run(rubric), List.of(), judged, List.of()))
                .as("in another order")
                .isEqualTo(grade);
        return grade;
    }

    private PriceTests fails(String id, SymptomKind kind) {
        return ends(id, Outcome.without(Status.FAILED, id + " is wrong.").withSymptom(Symptom.of(kind)));
    }

    private PriceTests hindered(String id, String steps) {
        return ends(id, Outcome.without(Status.NOT_JUDGED, id + " is hindered.").withSymptom(Symptom.step(steps)));
    }

    private PriceTests errs(String id, String call, String wanted, String got) {
        return ends(
                id, Outcome.without(Status.FAILED, id + " errs.").withSymptom(Symptom.wrongError(call, wanted, got)));
    }

    private PriceTests crashes(String id, String function, int line) {
        return ends(id, Outcome.without(Status.CRASHED, "The kernel crashed.").withOops(oops(function, line)));
    }

    private PriceTests ends(String id, Outcome outcome) {
        outcomes.put(id, outcome);
        return this;
    }

    private static ExplainedOops oops(String function, int line) {
        return new ExplainedOops(
                "BUG: at " + line, function, "0x" + line, line == 0 ? "" : "m.c", line, "It points nowhere.");
    }

    private static Verdict verdict(Grade grade, String id) {
        return grade.verdicts().stream()
                .filter(verdict -> verdict.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void assertPrices(Grade grade, String... prices) {
        assertThat(grade.mistakes())
                .extracting(mistake -> mistake.shown() + " " + mistake.price().brief())
                .containsExactly(prices);
    }

    // ---- what a check costs ----

    @Test
    void aCheckThatFailsCostsItsPoints() throws DataFileException {
        Grade grade = fails("b-1", SymptomKind.LOST).grade();
        assertPrices(grade, "b-1 5");
        assertThat(grade.earned()).isEqualTo(Points.of(95));
    }

    @Test
    void whatNeedsAFailedCheckCostsNothing() throws DataFileException {
        Grade grade = fails("b-1", SymptomKind.LOST).grade();
        assertThat(verdict(grade, "b-2").status()).isEqualTo(Status.NOT_RUN);
        assertThat(verdict(grade, "b-2").points()).isEqualTo(Points.of(5));
        assertThat(grade.mistakes().get(0).others()).containsExactly("b-2");
    }

    @Test
    void whatNeedsSomethingEssentialIsLostWithIt() throws DataFileException {
        Grade grade = fails("basic", SymptomKind.LOST).grade();
        assertPrices(grade, "basic 15");
        assertThat(grade.mistakes().get(0).checks()).containsExactly("basic", "a-1");
        assertThat(grade.mistakes().get(0).others()).as("bonus").containsExactly("race");
        assertThat(grade.bonus()).isEqualTo(Points.ZERO);
    }

    @Test
    void aStepThatItsOwnerFailsIsPaidThere() throws DataFileException {
        Grade grade =
                fails("c-1", SymptomKind.LOST).hindered("b-1", "overwrite").grade();
        assertPrices(grade, "c-1 5");
        assertThat(verdict(grade, "b-1").status()).isEqualTo(Status.NOT_JUDGED);
        assertThat(grade.mistakes().get(0).others()).containsExactly("b-1", "b-2");
    }

    @Test
    void ofSeveralStepsOneOwnerThatFailedIsEnough() throws DataFileException {
        assertPrices(
                fails("c-1", SymptomKind.LOST)
                        .hindered("d-1", "second-file overwrite")
                        .grade(),
                "c-1 5");
    }

    @Test
    void aStepThatFailsNowhereElseFailsTheCheck() throws DataFileException {
        Grade grade = hindered("d-1", "overwrite").grade();
        assertPrices(grade, "d-1 6");
        assertThat(verdict(grade, "d-1").status()).isEqualTo(Status.FAILED);
        assertThat(verdict(grade, "d-1").outcome().message()).isEqualTo("d-1 is hindered.");
    }

    @Test
    void aStepThatNobodyOwnsFailsTheCheck() throws DataFileException {
        assertPrices(hindered("d-1", "unheard-of").grade(), "d-1 6");
    }

    @Test
    void anEssentialStepIsLostWithItsOwner() throws DataFileException {
        Grade grade = fails("basic", SymptomKind.LOST).hindered("d-1", "plain").grade();
        assertPrices(grade, "basic 21");
    }

    @Test
    void hindrancesOfHindrancesArePaidAtTheFailure() throws DataFileException {
        Grade grade = fails("c-1", SymptomKind.LOST)
                .hindered("b-1", "overwrite")
                .hindered("d-1", "second-file")
                .grade();
        assertPrices(grade, "c-1 5");
        assertThat(grade.mistakes().get(0).others()).contains("d-1");
    }

    @Test
    void checksThatHinderEachOtherCannotBothCostNothing() throws DataFileException {
        Grade grade =
                hindered("loop-1", "loop-one").hindered("loop-2", "loop-two").grade();
        assertPrices(grade, "loop-2 2");
    }

    // ---- steps that take the kernel ----

    private PriceTests hinderedByCrash(String id, String steps) {
        return ends(
                id,
                Outcome.without(Status.NOT_JUDGED, "The kernel crashed.")
                        .withOops(oops("device_ioctl", 12))
                        .withSymptom(Symptom.step(steps, Status.CRASHED)));
    }

    @Test
    void aCrashInAStepIsPaidWhereItIsAskedAbout() throws DataFileException {
        Grade grade = crashes("c-1", "device_ioctl", 12)
                .hinderedByCrash("d-1", "overwrite")
                .grade();
        assertPrices(grade, "c-1 5");
        assertThat(verdict(grade, "d-1").status()).isEqualTo(Status.NOT_JUDGED);
        assertThat(verdict(grade, "d-1").outcome().message())
                .isEqualTo("It cannot be judged because of c-1. The kernel crashed.");
        assertThat(grade.penalty()).isEqualTo(Points.of(35));
    }

    @Test
    void aCrashThatNoOwnerOfTheStepShowsIsTheChecksOwn() throws DataFileException {
        Grade grade = hinderedByCrash("d-1", "overwrite").grade();
        assertPrices(grade, "d-1 6");
        assertThat(verdict(grade, "d-1").status()).isEqualTo(Status.CRASHED);
        assertThat(grade.mistakes().get(0).cause()).isEqualTo("device_ioctl, m.c:12");
        assertThat(grade.penalty()).isEqualTo(Points.of(35));
    }

    @Test
    void anOwnerThatOnlyFailedExcusesNoCrash() throws DataFileException {
        Grade grade = fails("c-1", SymptomKind.LOST)
                .hinderedByCrash("d-1", "overwrite")
                .grade();
        assertPrices(grade, "d-1 6", "c-1 5");
        assertThat(grade.penalty()).isEqualTo(Points.of(35));
    }

    @Test
    void aHangInAStepIsAHangOfTheCheckIfNobodyElseHangs() throws DataFileException {
        ends(
                "d-1",
                Outcome.without(Status.NOT_JUDGED, "It hangs.").withSymptom(Symptom.step("overwrite", Status.HUNG)));
        Grade grade = grade();
        assertThat(verdict(grade, "d-1").status()).isEqualTo(Status.HUNG);
        assertThat(grade.penalty()).isEqualTo(Points.ZERO);
    }

    @Test
    void whatIsEssentialOwnsItsStepsItself() throws DataFileException {
        Grade grade = hinderedByCrash("basic", "second-file overwrite")
                .crashes("c-1", "device_ioctl", 12)
                .grade();
        assertThat(verdict(grade, "basic").status()).isEqualTo(Status.CRASHED);
        assertPrices(grade, "basic 20");
    }

    // ---- catch-alls ----

    @Test
    void whatAsksEverythingOfAModuleThatWasNotBuiltIsLostWithIt() throws DataFileException {
        for (String id : List.of("basic", "everything", "b-1")) {
            ends(id, Outcome.without(Status.BUILD_FAILED, "It does not compile."));
        }
        Grade grade = grade();
        assertThat(verdict(grade, "everything").points()).isEqualTo(Points.ZERO);
        assertThat(grade.mistakes().get(0).checks()).contains("everything");
    }

    @Test
    void whatAsksEverythingCostsOnlyWhatNobodyElseFound() throws DataFileException {
        assertPrices(fails("everything", SymptomKind.OTHER).grade(), "everything 5");
        Grade both = fails("d-1", SymptomKind.LOST).grade();
        assertPrices(both, "d-1 6");
        assertThat(verdict(both, "everything").status()).isEqualTo(Status.FAILED);
        assertThat(verdict(both, "everything").points()).isEqualTo(Points.of(5));
    }

    @Test
    void aMistakeOfTheProgramsExplainsNothingOfTheModule() throws DataFileException {
        assertPrices(
                fails("everything", SymptomKind.OTHER)
                        .fails("p-2", SymptomKind.OTHER)
                        .grade(),
                "p-2 10",
                "everything 5");
    }

    @Test
    void aBonusExplainsNothing() throws DataFileException {
        assertPrices(
                fails("everything", SymptomKind.OTHER)
                        .fails("race", SymptomKind.OTHER)
                        .grade(),
                "everything 5",
                "race 5");
    }

    // ---- causes and caps ----

    @Test
    void oneWrongErrorOfOneCallIsOneMistakeAndCapped() throws DataFileException {
        errs("b-2", "write", "EMSGSIZE", "EINVAL").errs("c-1", "write", "EMSGSIZE", "EINVAL");
        Grade grade = grade();
        assertPrices(grade, "b-2 6");
        assertThat(verdict(grade, "b-2").points()).isEqualTo(Points.of(2));
        assertThat(verdict(grade, "c-1").points()).isEqualTo(Points.of(2));
        assertThat(grade.earned()).isEqualTo(Points.of(94));
        assertThat(grade.mistakes().get(0).cause()).isEqualTo("write fails with EINVAL, not EMSGSIZE");
    }

    @Test
    void twoWrongErrorsAreTwoMistakes() throws DataFileException {
        assertPrices(
                errs("b-2", "write", "EMSGSIZE", "EINVAL")
                        .errs("c-1", "read", "ENOSPC", "EINVAL")
                        .grade(),
                "b-2 5",
                "c-1 5");
    }

    @Test
    void oneErrorForEverythingIsOneMistakeAndNotCapped() throws DataFileException {
        Grade grade = errs("b-2", "write", "EMSGSIZE", "EPERM")
                .errs("c-1", "read", "ENOSPC", "EPERM")
                .errs("d-1", "ioctl", "EINVAL", "EPERM")
                .grade();
        assertPrices(grade, "b-2 16");
        assertThat(grade.mistakes().get(0).cause()).isEqualTo("every error is EPERM");
    }

    @Test
    void whatIsWithinOneGroupIsNotCapped() throws DataFileException {
        assertPrices(
                fails("p-1", SymptomKind.LOST).fails("p-2", SymptomKind.LOST).grade(), "p-1 20");
    }

    @Test
    void likeAnswersInTwoGroupsMayBeTwoMistakes() throws DataFileException {
        assertPrices(
                fails("b-2", SymptomKind.LOST).fails("c-1", SymptomKind.LOST).grade(), "b-2 5", "c-1 5");
    }

    @Test
    void leaksOfOneAllocationAreOneMistake() throws DataFileException {
        for (String id : List.of("b-2", "c-1", "d-1")) {
            ends(id, Outcome.without(Status.FAILED, "It grows.").withSymptom(Symptom.leak("device_open")));
        }
        assertPrices(grade(), "b-2 6");
    }

    @Test
    void aLeakThatTwoGroupsSeeCostsWhatItCostsWithinOne() throws DataFileException {
        for (String id : List.of("b-2", "c-1")) {
            ends(id, Outcome.without(Status.FAILED, "It grows.").withSymptom(Symptom.leak("device_open")));
        }
        assertPrices(grade(), "b-2 5");
    }

    @Test
    void aStepThatFailsInManyChecksIsOneMistake() throws DataFileException {
        assertPrices(hindered("b-2", "overwrite").hindered("d-1", "overwrite").grade(), "b-2 6");
    }

    @Test
    void crashesAtOnePlaceAreOneMistakeBesideThePenalty() throws DataFileException {
        Grade grade = crashes("b-2", "device_write", 87)
                .crashes("c-1", "device_write", 87)
                .crashes("d-1", "device_read", 40)
                .grade();
        assertPrices(grade, "b-2 6", "d-1 6");
        assertThat(grade.mistakes().get(0).cause()).isEqualTo("device_write, m.c:87");
        assertThat(grade.mistakes().get(0).sentence()).isEqualTo("The kernel crashed. It points nowhere.");
        assertThat(grade.score()).isEqualTo(Points.of(100 - 6 - 6 - 35 + 5));
    }

    @Test
    void aPlaceInTheKernelProperIsWhereManyMistakesAreNoticed() throws DataFileException {
        assertPrices(crashes("b-2", "kfree", 0).crashes("c-1", "kfree", 0).grade(), "b-2 5", "c-1 5");
    }

    @Test
    void hangsInOneFunctionAreOneMistakeWhereverTheyAreInterrupted() throws DataFileException {
        ends("b-2", Outcome.without(Status.HUNG, "It hangs.").withOops(oops("find", 12)));
        ends("c-1", Outcome.without(Status.HUNG, "It hangs.").withOops(oops("find", 14)));
        assertPrices(grade(), "b-2 6");
    }

    @Test
    void whatDoesNotBuildIsNotCapped() throws DataFileException {
        for (String id : List.of("b-1", "c-1", "d-1")) {
            ends(id, Outcome.without(Status.BUILD_FAILED, "It does not compile."));
        }
        assertPrices(grade(), "b-1 16");
    }

    @Test
    void theShortestListOfCallsIsShown() throws DataFileException {
        Outcome wrong = Outcome.without(Status.FAILED, "It is wrong.").withSymptom(Symptom.of(SymptomKind.LOST));
        ends("p-1", wrong.withCalls(List.of("a", "b", "c")));
        ends("p-2", wrong.withCalls(List.of("a", "b")));
        Mistake mistake = grade().mistakes().get(0);
        assertThat(mistake.shown()).isEqualTo("p-2");
        assertThat(mistake.checks()).containsExactly("p-2", "p-1");
    }

    // ---- crashes ----

    @ParameterizedTest
    @EnumSource(CrashRule.Where.class)
    void aCrashCostsExtraWhereTheEditionSaysSo(CrashRule.Where where) throws DataFileException {
        crashes("poison", "device_write", 87);
        Points hard = grade(rubric(crash(where), Points.of(6))).penalty();
        outcomes.clear();
        crashes("c-1", "device_write", 87);
        Points ordinary = grade(rubric(crash(where), Points.of(6))).penalty();
        assertThat(hard).isEqualTo(where == CrashRule.Where.ALL ? Points.of(35) : Points.ZERO);
        assertThat(ordinary).isEqualTo(where == CrashRule.Where.NONE ? Points.ZERO : Points.of(35));
    }

    @Test
    void groupsCanBeNamed() throws DataFileException {
        Rubric rubric = rubric(crash(CrashRule.Where.NONE, "c"), Points.of(6));
        crashes("b-1", "device_write", 87);
        assertThat(grade(rubric).penalty()).isEqualTo(Points.ZERO);
        crashes("c-1", "device_write", 87);
        assertThat(grade(rubric).penalty()).isEqualTo(Points.of(35));
    }

    // ---- the audit ----

    @Test
    void randomOutcomesAlwaysAudit() throws DataFileException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            outcomes.clear();
            Rubric rubric = rubric(
                    crash(List.of(CrashRule.Where.values()).get(random.nextInt(3))), Points.of(random.nextInt(12)));
            rubric.checks().forEach(check -> outcomes.put(check.id(), random(random)));
            Grade grade = grade(rubric);
            Audit audit = Audit.of(grade, rubric);
            assertThat(audit.problems()).as("seed " + seed).isEmpty();
            int prices = grade.mistakes().stream()
                    .filter(mistake -> !mistake.checks().contains("race"))
                    .mapToInt(mistake -> mistake.price().hundredths())
                    .sum();
            assertThat(grade.earned()).as("seed " + seed).isEqualTo(new Points(10_000 - prices));
        }
    }

    private static Outcome random(Random random) {
        List<String> steps = List.of("plain", "second-file", "overwrite", "loop-one", "loop-two", "unheard-of");
        return switch (random.nextInt(9)) {
            case 0 -> Outcome.without(Status.FAILED, "It is wrong.").withSymptom(Symptom.of(SymptomKind.LOST));
            case 1 -> Outcome.without(Status.CRASHED, "It crashed.").withOops(oops("f", random.nextInt(3)));
            case 2 ->
                Outcome.without(Status.NOT_JUDGED, "It is hindered.")
                        .withSymptom(Symptom.step(steps.get(random.nextInt(steps.size()))));
            case 3 ->
                Outcome.without(Status.NOT_JUDGED, "It crashed.")
                        .withOops(oops("f", random.nextInt(3)))
                        .withSymptom(Symptom.step(steps.get(random.nextInt(steps.size())), Status.CRASHED));
            case 4 ->
                Outcome.without(Status.FAILED, "It errs.")
                        .withSymptom(Symptom.wrongError("read", "A" + random.nextInt(5), "B"));
            default -> Outcome.passed(1);
        };
    }

    @Test
    void aMistakeThatIsDroppedDoubledOrMadeCheaperIsFound() throws DataFileException {
        Rubric rubric = rubric(crash(CrashRule.Where.ORDINARY), Points.of(6));
        Grade grade =
                fails("b-1", SymptomKind.LOST).fails("c-1", SymptomKind.LOST).grade(rubric);
        Mistake first = grade.mistakes().get(0);
        Mistake second = grade.mistakes().get(1);
        Mistake cheaper =
                new Mistake(first.sentence(), "", Points.of(1), first.shown(), first.checks(), first.others());
        Mistake free = new Mistake("", "", second.price(), second.shown(), second.checks(), List.of("b-1", "b-2"));
        for (List<Mistake> mistakes :
                List.of(List.of(first), List.of(first, second, second), List.of(cheaper, second), List.of(free))) {
            assertThat(Audit.of(with(grade, mistakes), rubric).problems())
                    .as(mistakes.toString())
                    .isNotEmpty();
        }
    }

    private static Grade with(Grade grade, List<Mistake> mistakes) {
        return new Grade(
                grade.version(),
                grade.submission(),
                grade.run(),
                grade.gradable(),
                grade.ungradableBecause(),
                grade.score(),
                grade.maxScore(),
                grade.earned(),
                grade.penalty(),
                grade.bonus(),
                grade.late(),
                grade.audit(),
                grade.builds(),
                grade.groups(),
                grade.verdicts(),
                mistakes,
                grade.coverage());
    }
}
