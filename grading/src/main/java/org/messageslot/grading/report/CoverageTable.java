// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import org.messageslot.grading.CoveredFile;
import org.messageslot.grading.CoveredLine;
import org.messageslot.grading.Grade;
import org.messageslot.grading.Reach;
import org.messageslot.grading.SourceCoverage;

/** The module's source on a page, with how often the checks reached each line: in words, and in colour besides. */
public final class CoverageTable {

    private CoverageTable() {}

    /** Adds the tables of a grade, if lines were counted for it. */
    static void add(Markup page, Grade grade) {
        SourceCoverage coverage = grade.coverage();
        if (coverage != null) {
            page.line().element("h2", "Lines that checks reach");
            add(page, coverage);
        }
    }

    /**
     * Adds what was counted, below a heading.
     *
     * @param page the page
     * @param coverage what was counted
     */
    public static void add(Markup page, SourceCoverage coverage) {
        coverage.sentences().forEach(sentence -> page.line().element("p", Excerpt.line(sentence)));
        for (CoveredFile file : coverage.files()) {
            page.line().open("details").element("summary", Excerpt.line(file.name()));
            page.line().open("table", "class", "lines");
            page.element("caption", "How often control came to each line, in all checks together");
            page.line().open("thead").open("tr");
            page.element("th", "Line", "scope", "col", "class", "number");
            page.element("th", "Times", "scope", "col", "class", "number");
            page.element("th", "Source", "scope", "col");
            page.close().close().line().open("tbody");
            for (int i = 0; i < file.lines().size(); i++) {
                row(page, i + 1, file.lines().get(i));
            }
            page.line().close().close().close();
        }
    }

    private static void row(Markup page, int number, CoveredLine line) {
        page.line().open("tr").element("td", Integer.toString(number), "class", "number faint");
        page.element("td", times(line), "class", "number " + tint(line.reach()));
        page.open("td", "class", line.reach().name())
                .element("code", Excerpt.line(line.text().replace("\t", "    ")));
        page.close().close();
    }

    private static String times(CoveredLine line) {
        return switch (line.reach()) {
            case NO_CODE -> "";
            case NEVER -> "never";
            case ONLY_FAILING -> line.times() + ", only where an allocation failed";
            case REACHED -> Long.toString(line.times());
        };
    }

    private static String tint(Reach reach) {
        return switch (reach) {
            case NO_CODE -> "faint";
            case NEVER -> "bad";
            case ONLY_FAILING -> "part";
            case REACHED -> "good";
        };
    }
}
