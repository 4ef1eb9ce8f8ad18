// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Mistake;
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
        for (Mistake mistake : grade.mistakes()) {
            lines.append(command("error", mistake.shown(), said(mistake, grade)));
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

    private static String said(Mistake mistake, Grade grade) {
        Verdict shown = Remark.shown(mistake, grade);
        String got = shown.outcome().got();
        String answer = shown.outcome().message().isEmpty() && !got.isEmpty()
                ? " Wanted " + shown.outcome().wanted() + ", got " + got + "."
                : "";
        return mistake.sentence() + answer + " It " + Remark.price(mistake, grade) + ".";
    }

    private static String command(String kind, String title, String text) {
        return "::" + kind + " title=" + escaped(title).replace(":", "%3A").replace(",", "%2C") + "::"
                + escaped(Excerpt.line(text)) + "\n";
    }

    private static String escaped(String text) {
        return Visible.line(text).replace("%", "%25");
    }
}
