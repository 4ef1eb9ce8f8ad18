// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.similarity;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageslot.grading.report.CsvCell;

/** {@code similarity.csv}: every pair of students that have anything in common, for spreadsheets and scripts. */
public final class SimilarityTable {

    /** The file that it is usually kept in. */
    public static final String FILE = "similarity.csv";

    private static final String TITLES =
            "first_student,first_name,second_student,second_name,alike_percent,contained_percent,equal\r\n";

    private SimilarityTable() {}

    /**
     * Renders a class.
     *
     * @param whole the class
     * @return the whole file; no cell is a formula
     */
    public static String render(SimilarClass whole) {
        Stream<String> equal = whole.equal().stream().flatMap(SimilarityTable::equal);
        Stream<String> alike =
                whole.pairs().stream().filter(pair -> pair.contained() > 0).flatMap(SimilarityTable::alike);
        return TITLES + Stream.concat(equal, alike).collect(Collectors.joining());
    }

    private static Stream<String> equal(Work work) {
        List<Work.Author> authors = work.authors();
        return authors.stream()
                .flatMap(one -> authors.subList(authors.indexOf(one) + 1, authors.size()).stream()
                        .map(other -> row(one, other, 100, 100, "yes")));
    }

    private static Stream<String> alike(Pair pair) {
        return pair.first().authors().stream()
                .flatMap(one -> pair.second().authors().stream()
                        .map(other -> row(one, other, pair.alike(), pair.contained(), "")));
    }

    private static String row(Work.Author one, Work.Author other, int alike, int contained, String equal) {
        return Stream.of(one.student(), one.name(), other.student(), other.name(), "" + alike, "" + contained, equal)
                        .map(CsvCell::of)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }
}
