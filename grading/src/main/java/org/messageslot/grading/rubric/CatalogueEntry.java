// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.rubric;

import java.util.List;
import java.util.regex.Pattern;
import org.messageslot.grading.CheckDescription;
import org.messageslot.grading.Conditions;
import org.messageslot.grading.Points;
import org.messageslot.grading.Visibility;

/**
 * A check as the catalogue knows it, before an edition gives it points.
 *
 * @param id the name by which all cite it
 * @param group the group that it belongs to
 * @param share its share of the group's points, in proportion to the others' shares
 * @param title the check as a question or a claim
 * @param requirements the clauses that it looks at
 * @param hint what to look at if it fails
 * @param dependsOn the checks without which it means nothing
 * @param conditions under which it is made
 * @param essential whether what needs it is lost with it
 * @param catchAll whether it asks everything at once
 */
record CatalogueEntry(
        String id,
        String group,
        int share,
        String title,
        List<String> requirements,
        String hint,
        List<String> dependsOn,
        Conditions conditions,
        boolean essential,
        boolean catchAll) {

    static final int MAX_SHARE = 1000;

    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    static CatalogueEntry read(Fields fields) throws DataFileException {
        CatalogueEntry entry = new CatalogueEntry(
                fields.text("id"),
                fields.text("group"),
                fields.integer("share", 1, MAX_SHARE),
                fields.text("title"),
                fields.texts("requirements"),
                fields.text("hint"),
                fields.has("dependsOn") ? fields.texts("dependsOn") : List.of(),
                fields.has("conditions") ? fields.choice("conditions", Conditions.class) : Conditions.ORDINARY,
                fields.has("essential") && fields.truth("essential"),
                fields.has("catchAll") && fields.truth("catchAll"));
        fields.done();
        if (!KEBAB.matcher(entry.id).matches()) {
            throw new DataFileException(fields.place() + ": the id '" + entry.id
                    + "' should be small letters and digits with hyphens between words, as in write-length-128.");
        }
        if (entry.requirements.isEmpty()) {
            throw new DataFileException(fields.place() + ": '" + entry.id + "' should cite at least one clause.");
        }
        return entry;
    }

    CheckDescription described(Points points, Visibility visibility) {
        return new CheckDescription(
                id, group, title, requirements, points, visibility, hint, dependsOn, conditions, essential, catchAll);
    }
}
