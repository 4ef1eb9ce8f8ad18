// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.site;

import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.rubric.Group;
import org.messageslot.grading.rubric.Rubric;

/** The checks of an edition as tables, a table for each group. */
final class CheckTable {

    private final Rubric rubric;
    private final Html html;

    CheckTable(Rubric rubric, Html html) {
        this.rubric = rubric;
        this.html = html;
    }

    /** {@return the body of a page} */
    String body(String edition) {
        StringBuilder body =
                new StringBuilder("<h1>The checks</h1>\n<p>What <code>lab grade</code> looks at, in edition "
                        + Html.escape(edition) + ": " + rubric.checks().size() + " checks, "
                        + rubric.maxScore().brief()
                        + " points. <code>lab grade --explain CHECK</code> says what one of them "
                        + "does, and <code>lab checks --edition</code> lists those of another edition.</p>\n");
        for (Group group : rubric.groups()) {
            body.append("<h2 id=\"" + Html.escape(group.id()) + "\">" + Html.escape(group.title()) + ": "
                    + group.points().brief() + (group.bonus() ? " bonus" : "") + " points</h2>\n");
            body.append(table(group));
        }
        return body.toString();
    }

    private String table(Group group) {
        StringBuilder table =
                new StringBuilder("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Checks: "
                        + Html.escape(group.title())
                        + "\"><table><thead><tr><th>Points</th><th>Check</th><th>Clauses</th></tr>"
                        + "</thead><tbody>\n");
        for (CheckDescription check : rubric.checks()) {
            if (check.group().equals(group.id())) {
                table.append("<tr><td>" + check.maxPoints().brief() + "</td><td><code>" + Html.escape(check.id())
                        + "</code><br>" + Html.escape(check.title()) + "</td><td>"
                        + html.inline(String.join(" ", check.requirements())) + "</td></tr>\n");
            }
        }
        return table.append("</tbody></table></div>\n").toString();
    }
}
