// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import org.messageslot.grading.Grade;
import org.messageslot.grading.GroupTotal;
import org.messageslot.grading.Points;
import org.messageslot.grading.Verdict;

/**
 * Gradescope's {@code results.json}.
 *
 * <p>All text is given as plain text. What a student should not see is taken out by {@link Redaction} before, so that no
 * test is hidden and Gradescope shows the total. An ungradable grade has no score and no tests: Gradescope then shows
 * that the autograder failed, and not a zero.
 */
public final class GradescopeReport implements Report {

    private static final int WIDTH = 100;

    private final Wording wording;

    /**
     * Reports in an assignment's own words.
     *
     * @param wording the words
     */
    public GradescopeReport(Wording wording) {
        this.wording = wording;
    }

    @Override
    public String fileName() {
        return "results.json";
    }

    @Override
    public String render(Grade grade) {
        JsonObject results = new JsonObject();
        Points score = grade.score();
        if (score != null) {
            results.addProperty("score", score.number());
        }
        results.addProperty("execution_time", seconds(grade));
        results.addProperty("output", output(grade));
        results.addProperty("output_format", "text");
        results.addProperty("test_output_format", "text");
        results.addProperty("test_name_format", "text");
        results.addProperty("visibility", "visible");
        results.addProperty("stdout_visibility", "hidden");
        if (grade.gradable()) {
            results.add("tests", tests(grade));
        }
        results.add("extra_data", extraData(grade));
        return JsonLines.text(results);
    }

    private static BigDecimal seconds(Grade grade) {
        return BigDecimal.valueOf(
                grade.verdicts().stream()
                        .mapToLong(verdict -> verdict.outcome().durationMs())
                        .sum(),
                3);
    }

    private static String output(Grade grade) {
        StringBuilder text = new StringBuilder(grade.headline()).append("\n");
        text.append(Visible.line(grade.audit()));
        grade.ungradableBecause().forEach(reason -> text.append("\n- ").append(Excerpt.line(reason)));
        grade.submission().remarks().forEach(remark -> text.append("\n- ").append(Excerpt.line(remark)));
        if (grade.penalty().isPositive()) {
            text.append('\n')
                    .append(grade.penaltyReason())
                    .append(" costs ")
                    .append(grade.penalty())
                    .append(" points, once.");
        }
        if (grade.late().isPositive()) {
            text.append("\nHanding in late costs ").append(grade.late()).append(" points.");
        }
        Remark.inShort(grade).forEach(line -> text.append('\n').append(line));
        return text.toString();
    }

    private JsonArray tests(Grade grade) {
        JsonArray tests = new JsonArray();
        int groupNumber = 0;
        for (GroupTotal group : grade.groups()) {
            groupNumber++;
            int number = 0;
            for (Verdict verdict : grade.verdicts()) {
                if (verdict.check().group().equals(group.id())) {
                    number++;
                    tests.add(test(verdict, groupNumber + "." + number));
                }
            }
        }
        return tests;
    }

    private JsonObject test(Verdict verdict, String number) {
        JsonObject test = new JsonObject();
        test.addProperty(
                "name", verdict.id() + ": " + Visible.line(verdict.check().title()));
        test.addProperty("name_format", "text");
        test.addProperty("number", number);
        test.addProperty("score", verdict.points().number());
        test.addProperty("max_score", verdict.check().maxPoints().number());
        test.addProperty("status", verdict.passed() ? "passed" : "failed");
        test.addProperty(
                "output",
                verdict.passed()
                        ? ""
                        : String.join("\n", Remark.of(verdict, wording).plain(WIDTH)));
        test.addProperty("output_format", "text");
        JsonArray clauses = new JsonArray();
        verdict.check().requirements().forEach(clauses::add);
        test.add("tags", clauses);
        test.addProperty("visibility", "visible");
        JsonObject extra = new JsonObject();
        extra.addProperty("status", verdict.status().name());
        test.add("extra_data", extra);
        return test;
    }

    private static JsonObject extraData(Grade grade) {
        JsonObject extra = new JsonObject();
        extra.addProperty("gradable", grade.gradable());
        extra.addProperty("edition", grade.run().edition());
        extra.addProperty("seed", grade.run().seed());
        extra.addProperty("kit_version", grade.run().kitVersion());
        extra.addProperty("kernel_release", grade.run().kernelRelease());
        extra.addProperty("sha256", grade.submission().sha256());
        return extra;
    }
}
