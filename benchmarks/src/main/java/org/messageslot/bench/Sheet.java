// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.messageslot.grading.report.CsvCell;

/**
 * Figures as a table for programs: a line for each figure. Immutable and thread-safe.
 *
 * @param columns their names
 * @param rows as many cells each; strings, whole numbers or others
 */
public record Sheet(List<String> columns, List<List<Object>> rows) {

    private static final double WHOLE = 1e-9;

    public Sheet {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("A row has " + row.size() + " cells, not " + columns.size() + ".");
            }
        }
    }

    /** {@return the table as CSV, its first line the names} */
    public String csv() {
        return lineOf(List.copyOf(columns)) + rows.stream().map(Sheet::lineOf).collect(Collectors.joining());
    }

    private static String lineOf(List<Object> cells) {
        return cells.stream().map(cell -> CsvCell.of(text(cell))).collect(Collectors.joining(",", "", "\n"));
    }

    /** {@return the table as JSON: a title, and an object for each row} */
    public String json(String title) {
        JsonArray figures = new JsonArray();
        for (List<Object> row : rows) {
            JsonObject figure = new JsonObject();
            for (int i = 0; i < columns.size(); i++) {
                if (row.get(i) instanceof Number number) {
                    figure.addProperty(columns.get(i), new java.math.BigDecimal(text(number)));
                } else {
                    figure.addProperty(columns.get(i), text(row.get(i)));
                }
            }
            figures.add(figure);
        }
        JsonObject all = new JsonObject();
        all.addProperty("title", title);
        all.add("figures", figures);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(all) + "\n";
    }

    private static String text(Object cell) {
        if (cell instanceof Double number) {
            boolean whole = Math.abs(number - Math.rint(number)) < WHOLE;
            return String.format(Locale.ROOT, whole ? "%.0f" : "%.3f", number);
        }
        return cell.toString();
    }
}
