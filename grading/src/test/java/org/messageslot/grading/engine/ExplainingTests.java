// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.Explanation;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Invented;
import org.messageslot.grading.Mistake;
import org.messageslot.grading.UngradableException;
import org.messageslot.grading.assignment.Explainer;

class ExplainingTests {

    private static final Grade GRADE = Invented.nasty();
    private static final Explanation FOUND = new Explanation("It is in line 7.", List.of("m.c:7  kfree(p);"));

    private static Mistake shownBy(Grade grade, String check) {
        return grade.mistakes().stream()
                .filter(mistake -> mistake.shown().equals(check))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFailureIsHandedOnWithItsActsAndExplainsItsMistakeAlone() throws Exception {
        List<Explainer.FailedCheck> asked = new ArrayList<>();
        Grade grade = new Explaining(verdict -> verdict.id().equals("write-length-129"), failures -> {
                    asked.addAll(failures);
                    return List.of(FOUND);
                })
                .of(GRADE, Map.of("write-length-129", List.of("guest 6.1 1 256 plain"), "other", List.of()));
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).script()).containsExactly("guest 6.1 1 256 plain");
        assertThat(asked.get(0).outcome().got()).startsWith("129");
        assertThat(shownBy(grade, "write-length-129").explanation()).isEqualTo(FOUND);
        assertThat(shownBy(grade, "read-null-buffer")).isEqualTo(shownBy(GRADE, "read-null-buffer"));
    }

    @Test
    void whateverGoesWrongIsSaidAndChangesNothingElse() throws Exception {
        Explaining.FailureLook broken = failures -> {
            throw new IllegalStateException("a slip");
        };
        Explaining.FailureLook without = failures -> {
            throw new UngradableException("There can be no guest.");
        };
        Explaining.FailureLook silent = failures -> List.of();
        Map<Explaining.FailureLook, String> sentences = Map.of(
                broken, "The grader itself failed to explain it: java.lang.IllegalStateException: a slip",
                without, "It cannot be explained: There can be no guest.",
                silent, "Nothing explains it.");
        sentences.forEach((look, sentence) -> assertThat(explained(look)).satisfies(grade -> {
            assertThat(Objects.requireNonNull(grade.mistakes().get(0).explanation()))
                    .isEqualTo(Explanation.none(sentence));
            assertThat(grade.withMistakes(GRADE.mistakes())).isEqualTo(GRADE);
        }));
    }

    private static Grade explained(Explaining.FailureLook look) {
        try {
            return new Explaining(verdict -> true, look).of(GRADE, Map.of());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noGuestIsTakenForMoreThanThreeMistakesOrForNone() throws Exception {
        assertThat(GRADE.mistakes()).hasSizeGreaterThan(3);
        new Explaining(verdict -> true, failures -> {
                    assertThat(failures).hasSize(3);
                    return failures.stream().map(failure -> FOUND).toList();
                })
                .of(GRADE, Map.of());
        Explaining.FailureLook never = failures -> {
            throw new AssertionError("Nobody needs it.");
        };
        assertThat(new Explaining(verdict -> false, never).of(GRADE, Map.of())).isEqualTo(GRADE);
    }
}
