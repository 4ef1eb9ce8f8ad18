// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.messageslot.grading.report.Markup;

/** Draws how many students have which share of the points, and says the numbers, too. */
final class ScoreDistribution {

    private static final int WIDE = 660;
    private static final int HIGH = 200;
    private static final int BAR = 60;
    private static final int FLOOR = 165;
    private static final int CEILING = 25;

    private final Markup page;

    private ScoreDistribution(Markup page) {
        this.page = page;
    }

    /** Draws bars of the students with 0 to 9 percent, 10 to 19 and so on, and 100. */
    static void draw(Markup page, List<Integer> bins) {
        new ScoreDistribution(page).draw(bins);
    }

    private void draw(List<Integer> bins) {
        int most = Math.max(1, bins.stream().max(Integer::compare).orElse(1));
        String said = IntStream.range(0, bins.size())
                .mapToObj(bin -> range(bin) + ": " + bins.get(bin))
                .collect(Collectors.joining(", "));
        page.line()
                .open(
                        "svg",
                        "viewBox",
                        "0 0 " + WIDE + " " + HIGH,
                        "role",
                        "img",
                        "aria-label",
                        "How many students have which share of the points. " + said);
        for (int bin = 0; bin < bins.size(); bin++) {
            int high = bins.get(bin) * (FLOOR - CEILING) / most;
            int left = bin * BAR + 4;
            page.line().open("g").element("title", range(bin) + ": " + ClassPage.number(bins.get(bin), "student"));
            rectangle("bar", left, FLOOR - high, BAR - 8, high);
            label("count", left + BAR / 2 - 4, FLOOR - high - 6, Integer.toString(bins.get(bin)));
            label("range", left + BAR / 2 - 4, FLOOR + 18, range(bin));
            page.close();
        }
        page.line()
                .empty("line", "class", "axis", "x1", "0", "x2", "" + WIDE, "y1", "" + FLOOR, "y2", "" + FLOOR)
                .close();
        page.line().element("p", "Students by the share of the points that they have, in percent.", "class", "faint");
    }

    private static String range(int bin) {
        return bin == 10 ? "100" : bin * 10 + "\u2013" + (bin == 9 ? "99" : Integer.toString(bin * 10 + 9));
    }

    private void rectangle(String kind, int x, int y, int width, int height) {
        page.empty("rect", "class", kind, "x", "" + x, "y", "" + y, "width", "" + width, "height", "" + height);
    }

    private void label(String kind, int x, int y, String text) {
        page.element("text", text, "class", kind, "x", "" + x, "y", "" + y);
    }
}
