// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageslot.grading.slot.SlotAssignment;
import org.messageslot.grading.slot.SlotPrerequisites;
import org.messageslot.grading.trial.Prerequisite;

class CatalogueTests {

    private final Catalogue catalogue = SlotAssignment.SLOT.catalogue();

    /** The clauses of the assignment; R-I4 says where the command's number comes from, which no check can ask. */
    private static final List<String> CLAUSES = List.of(
            "R-D1", "R-D2", "R-D3", "R-D4", "R-I1", "R-I2", "R-I3", "R-I5", "R-W1", "R-W2", "R-W3", "R-W4", "R-W5",
            "R-R1", "R-R2", "R-R3", "R-R4", "R-R5", "R-R6", "R-A1", "R-A2", "R-A3", "R-M1", "R-M2", "R-M3", "R-L1",
            "R-L2", "R-L3", "R-S1", "R-S2", "R-S3", "R-P1", "R-P2", "R-P3", "R-C1", "R-C2", "R-C3", "R-B1", "R-B2",
            "R-B3", "R-B4", "R-Q1", "R-Q2", "R-Q3", "R-Q4", "R-V1", "R-V2", "R-V3", "R-V4");

    @Test
    void everyClauseHasACheck() {
        assertThat(catalogue.citedClauses()).containsExactlyInAnyOrderElementsOf(CLAUSES);
    }

    @Test
    void everyClauseSaysWhatItAsks() {
        assertThat(CLAUSES).allMatch(clause -> catalogue.clause(clause).isPresent());
        assertThat(catalogue.clause("R-X9")).isEmpty();
    }

    @Test
    void differencesToTheImplementedChecksAreNamed() {
        assertThat(catalogue.differencesTo(catalogue.ids())).isEmpty();
        Set<String> implemented = new HashSet<>(catalogue.ids());
        implemented.remove("write-length-128");
        implemented.add("write-length-64");
        assertThat(catalogue.differencesTo(implemented))
                .containsExactly(
                        "'write-length-128' is in checks.json, but no check implements it.",
                        "'write-length-64' is implemented, but is not in checks.json.");
    }

    private static String file(String checks) {
        return """
                {"clauses": {"R-W1": "text"}, "groups": [{"id": "messages", "title": "Messages"}],
                 "checks": [%s]}""".formatted(checks);
    }

    private static String check(String id, String more) {
        return """
                {"id": "%s", "group": "messages", "share": 1, "title": "t", "requirements": ["R-W1"], "hint": "h"%s}""".formatted(id, more);
    }

    @Test
    void mistakesInTheFileAreNamed() {
        refused(check("Bad_Id", ""), "the id 'Bad_Id' should be small letters and digits");
        refused(check("a", "") + "," + check("a", ""), "there is another check 'a' before this one");
        refused(
                check("abc", ", \"dependsOn\": [\"abd\"]"),
                "the check 'abd', which is not there; perhaps you mean 'abc'");
        refused(
                check("a", ", \"dependsOn\": [\"b\"]") + "," + check("b", ", \"dependsOn\": [\"a\"]"),
                "depend on each other in a circle: a, b");
        refused(check("a", ", \"hnit\": \"x\""), "nothing is called 'hnit' here; perhaps you mean 'hint'");
        refused(check("a", "").replace("R-W1", "R-W9"), "the clause 'R-W9', which is not there");
        refused(
                check("a", "").replace("\"share\": 1", "\"share\": 0"),
                "'share' should be a whole number from 1 to 1000, not 0");
        refused(check("a", "").replace("\"t\"", "7"), "'title' should be a text, not 7");
        refused(check("a", "").replace("[\"R-W1\"]", "[]"), "should cite at least one clause");
        refused("}", "is no JSON that can be read");
    }

    private static void refused(String checks, String because) {
        assertThatThrownBy(() -> Catalogue.parse("mine.json", file(checks)))
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith("mine.json")
                .hasMessageContaining(because)
                .hasMessageMatching("[^\\n]+");
    }

    @ParameterizedTest
    @CsvSource({"100, 1;1;1, 34;33;33", "10, 1;1;1;1, 3;3;2;2", "3, 1000;1;1, 1;1;1", "7, 2;1, 5;2", "5, 5, 5"})
    void sharesAreWholeAndAddUp(int whole, String weights, String parts) {
        assertThat(Apportionment.of(whole, numbers(weights))).isEqualTo(numbers(parts));
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(";")).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void randomSharesAddUpAndNobodyGetsNothing() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            int[] weights = random.ints(1 + random.nextInt(40), 1, 1001).toArray();
            int whole = weights.length + random.nextInt(5000);
            int[] parts = Apportionment.of(whole, weights);
            assertThat(Arrays.stream(parts).sum()).as("seed " + seed).isEqualTo(whole);
            assertThat(Arrays.stream(parts).min().orElseThrow())
                    .as("seed " + seed)
                    .isPositive();
        }
    }

    @Test
    void everyStepThatChecksTakeHasChecksThatAskAboutIt() throws IllegalAccessException {
        List<String> taken = new ArrayList<>();
        for (Class<?> constants : List.of(Prerequisite.class, SlotPrerequisites.class)) {
            for (Field field : constants.getFields()) {
                taken.add(((Prerequisite) field.get(null)).id());
            }
        }
        assertThat(taken).hasSizeGreaterThan(15);
        assertThat(SlotAssignment.SLOT.catalogue().steps()).containsAll(taken);
    }
}
