// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Points;
import org.messageslot.grading.Verdict;

/**
 * GitHub Classroom's annotations, as the workflow commands that a job prints.
 *
 * <p>Each is one line; student text in it can neither end the line nor begin another command.
 */
public final class ClassroomReport implements Report {

    @Override
    public String fileName() {
        return "classroom-annotations.txt";
    }

    @Override
    public String render(Grade grade) {
        StringBuilder lines = new StringBuilder();
        Points score = grade.score();
        if (score == null) {
            return command("error", "Autograding failed", grade.headline() + ": " + grade.audit());
        }
        for (Verdict verdict : Remark.worthy(grade)) {
            lines.append(command("error", verdict.id(), verdict.check().title() + " " + said(verdict)));
        }
        String maximum = grade.maxScore().number().toPlainString();
        lines.append(command(
                "notice", "Autograding complete", "Points " + score.number().toPlainString() + "/" + maximum));
        JsonObject report = new JsonObject();
        report.addProperty("totalPoints", score.number());
        report.addProperty("maxPoints", grade.maxScore().number());
        lines.append(command("notice", "Autograding report", new Gson().toJson(report)));
        return lines.toString();
    }

    private static String said(Verdict verdict) {
        String got = verdict.outcome().got();
        return verdict.outcome().message().isEmpty() && !got.isEmpty()
                ? "wanted " + verdict.outcome().wanted() + ", got " + got
                : verdict.outcome().message();
    }

    private static String command(String kind, String title, String text) {
        return "::" + kind + " title=" + escaped(title).replace(":", "%3A").replace(",", "%2C") + "::"
                + escaped(Excerpt.line(text)) + "\n";
    }

    private static String escaped(String text) {
        return Visible.line(text).replace("%", "%25");
    }
}
