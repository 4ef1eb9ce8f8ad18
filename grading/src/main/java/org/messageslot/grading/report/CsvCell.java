// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

/** Cells of a CSV file that no spreadsheet takes for a formula. */
public final class CsvCell {

    private static final String FORMULA_STARTS = "=+-@|%\t\r\n＝＋－＠";

    private CsvCell() {}

    /**
     * Writes a text as one cell.
     *
     * @param text any text; what has no glyph is written out, line feeds and tabs apart
     * @return the cell, quoted where it must be; guarded by an apostrophe where a spreadsheet would see a formula
     */
    public static String of(String text) {
        String guarded = startsFormula(text) ? "'" + text : text;
        String shown = Visible.lines(guarded);
        boolean quoted = shown.chars().anyMatch(c -> c == '"' || c == ',' || c == ';' || c == '\n' || c == '\t')
                || !shown.equals(shown.strip());
        return quoted ? "\"" + shown.replace("\"", "\"\"") + "\"" : shown;
    }

    private static boolean startsFormula(String text) {
        String stripped = text.strip();
        return beginsBadly(text) || beginsBadly(stripped);
    }

    private static boolean beginsBadly(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    }
}
