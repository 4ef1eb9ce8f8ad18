// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Points;
import org.messageslot.grading.Verdict;

/** PrairieLearn's {@code results.json}: the score is a fraction from 0 to 1. */
public final class PrairieLearnReport implements Report {

    private static final int WIDTH = 100;
    private static final int DECIMALS = 6;

    @Override
    public String fileName() {
        return "prairielearn-results.json";
    }

    @Override
    public String render(Grade grade) {
        JsonObject results = new JsonObject();
        results.addProperty("gradable", grade.gradable());
        Points score = grade.score();
        if (score != null) {
            results.addProperty("score", fraction(score, grade.maxScore()));
        }
        StringBuilder message = new StringBuilder(grade.headline() + "\n" + Visible.line(grade.audit()));
        Remark.inShort(grade).forEach(line -> message.append('\n').append(line));
        results.addProperty("message", message.toString());
        if (grade.gradable()) {
            JsonArray tests = new JsonArray();
            grade.verdicts().forEach(verdict -> tests.add(test(verdict)));
            results.add("tests", tests);
        }
        return JsonLines.text(results);
    }

    private static BigDecimal fraction(Points score, Points maxScore) {
        if (!maxScore.isPositive()) {
            return BigDecimal.ZERO;
        }
        return BigDecimal.valueOf(score.min(maxScore).hundredths())
                .divide(BigDecimal.valueOf(maxScore.hundredths()), DECIMALS, RoundingMode.DOWN);
    }

    private static JsonObject test(Verdict verdict) {
        JsonObject test = new JsonObject();
        test.addProperty("name", verdict.id());
        test.addProperty("description", Visible.line(verdict.check().title()));
        test.addProperty("points", verdict.points().number());
        test.addProperty("max_points", verdict.check().maxPoints().number());
        test.addProperty("message", Excerpt.line(verdict.outcome().message()));
        test.addProperty(
                "output",
                verdict.passed() ? "" : String.join("\n", Remark.of(verdict).plain(WIDTH)));
        return test;
    }
}
