// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.similarity;

import java.util.List;

/**
 * A class, and who of it handed in modules that are alike.
 *
 * @param students how many handed in something
 * @param works the different modules that were compared, the kit's own not counted
 * @param equal modules that several have, equal to the byte
 * @param pairs all pairs of different modules, the most similar first; at least one of each is a student's
 * @param leftOut whose is not compared
 */
public record SimilarClass(int students, int works, List<Work> equal, List<Pair> pairs, List<LeftOut> leftOut) {

    /** Keep copies of the lists. */
    public SimilarClass {
        equal = List.copyOf(equal);
        pairs = List.copyOf(pairs);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * One that is not compared.
     *
     * @param author whose it is
     * @param reason why, as the end of a sentence that begins with who it is
     */
    public record LeftOut(Work.Author author, String reason) {}

    /**
     * Picks the pairs that are worth a look.
     *
     * @param least how alike they are at least, in percent
     * @param most how many at most
     * @return the most similar ones
     */
    public List<Pair> worthALook(int least, int most) {
        return pairs.stream().filter(pair -> pair.alike() >= least).limit(most).toList();
    }

    /**
     * Tells what is usual in this class, against which a pair is to be seen.
     *
     * @param percent a share of the pairs, from 0 to 100
     * @return how alike the pairs of that share are at most, in percent; 0 without pairs
     */
    public int usual(int percent) {
        if (pairs.isEmpty()) {
            return 0;
        }
        int above = pairs.size() * (100 - percent) / 100;
        return pairs.get(Math.min(above, pairs.size() - 1)).alike();
    }
}
