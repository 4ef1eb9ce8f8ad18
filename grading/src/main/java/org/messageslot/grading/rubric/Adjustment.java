// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.OptionalInt;
import org.messageslot.grading.Visibility;

/**
 * Says what an edition changes about one check.
 *
 * @param omit whether the check is left out
 * @param share its share of the group's points, in place of the catalogue's; empty to keep that
 * @param visibility how much of it its student gets to see
 */
public record Adjustment(boolean omit, OptionalInt share, Visibility visibility) {

    /** No change. */
    public static final Adjustment NONE = new Adjustment(false, OptionalInt.empty(), Visibility.VISIBLE);

    /**
     * Reads what a file says of one check.
     *
     * @param fields the fields {@code omit}, {@code share} and {@code visibility}, each of which may be missing
     * @return the change
     * @throws DataFileException if a field is wrong or unknown
     */
    public static Adjustment read(Fields fields) throws DataFileException {
        boolean omit = fields.has("omit") && fields.truth("omit");
        OptionalInt share = fields.has("share")
                ? OptionalInt.of(fields.integer("share", 1, CatalogueEntry.MAX_SHARE))
                : OptionalInt.empty();
        Visibility visibility =
                fields.has("visibility") ? fields.choice("visibility", Visibility.class) : Visibility.VISIBLE;
        fields.done();
        return new Adjustment(omit, share, visibility);
    }
}
