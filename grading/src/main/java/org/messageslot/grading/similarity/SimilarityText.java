// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.similarity;

import java.util.List;
import org.messageslot.grading.report.Visible;
import org.messageslot.grading.report.Wrap;
import org.messageslot.grading.similarity.SimilarClass.LeftOut;

/** Similar modules of a class, as lines of at most 80 columns. */
public final class SimilarityText {

    private static final int WIDTH = 80;
    private static final int MOST_AUTHORS = 4;
    private static final String MARGIN = " ".repeat(20);

    private SimilarityText() {}

    /**
     * Renders a class.
     *
     * @param whole the class
     * @param shown the pairs that are shown
     * @return the lines, each ended
     */
    public static String render(SimilarClass whole, List<Pair> shown) {
        StringBuilder text = new StringBuilder();
        paragraph(text, counted(whole));
        if (!whole.equal().isEmpty()) {
            text.append("\nEqual to the byte:\n");
            for (Work work : whole.equal()) {
                authors(text, work, "  - ", "    ");
            }
        }
        if (!shown.isEmpty()) {
            text.append("\n  Alike  Contained\n");
        }
        for (Pair pair : shown) {
            authors(text, pair.first(), String.format("  %3d %%  %7d %%  ", pair.alike(), pair.contained()), MARGIN);
            authors(text, pair.second(), MARGIN, MARGIN);
        }
        if (!whole.leftOut().isEmpty()) {
            text.append("\nNot compared:\n");
            for (LeftOut one : whole.leftOut()) {
                String sentence = "  - " + Visible.line(one.author().words() + ": " + one.reason());
                Wrap.lines(sentence, "    ", WIDTH).forEach(line -> line(text, line));
            }
        }
        text.append('\n');
        if (!whole.pairs().isEmpty()) {
            paragraph(text, usual(whole));
        }
        paragraph(text, SimilarityPage.WARNING);
        return text.toString();
    }

    /** {@return how many were compared, and how, as sentences} */
    static String counted(SimilarClass whole) {
        return number(whole.students(), "submission") + ", " + number(whole.works(), "different module")
                + ". Compared by JPlag " + Jplag.VERSION
                + ", with each other and with the kit's own modules; what everybody was given does not count, nor do names,"
                + " comments and layout.";
    }

    /** {@return what is usual in the class, as a sentence} */
    static String usual(SimilarClass whole) {
        return "Of all " + number(whole.pairs().size(), "pair") + ", half are alike by " + whole.usual(50)
                + " % or less, and nine of ten by " + whole.usual(90) + " % or less.";
    }

    private static String number(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static void authors(StringBuilder text, Work work, String first, String next) {
        String margin = first;
        List<Work.Author> authors = work.authors();
        for (Work.Author author : authors.subList(0, Math.min(authors.size(), MOST_AUTHORS))) {
            line(text, margin + Visible.line(author.words()));
            margin = next;
        }
        if (authors.size() > MOST_AUTHORS) {
            line(text, margin + "and " + (authors.size() - MOST_AUTHORS) + " more");
        }
    }

    private static void line(StringBuilder text, String line) {
        boolean fits = line.codePointCount(0, line.length()) <= WIDTH;
        text.append(fits ? line : line.substring(0, line.offsetByCodePoints(0, WIDTH - 3)) + "...")
                .append('\n');
    }

    private static void paragraph(StringBuilder text, String sentences) {
        Wrap.lines(sentences, "", WIDTH).forEach(line -> text.append(line).append('\n'));
    }
}
