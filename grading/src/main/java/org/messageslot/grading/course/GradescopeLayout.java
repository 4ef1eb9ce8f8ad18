// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.messageslot.grading.course.Claim.Whose;

/** Gradescope's "Export Submissions": {@code submission_123/} and {@code submission_metadata.yml}, which tells the rest. */
record GradescopeLayout(Entries entries) implements CourseLayout {

    private static final Pattern ENTRY = Pattern.compile("submission_(\\d{1,18})");

    static Optional<GradescopeLayout> recognise(Entries entries) {
        boolean metadata =
                entries.tops().containsKey(GradescopeMetadata.FILE) && !entries.isFolder(GradescopeMetadata.FILE);
        boolean any = entries.tops().keySet().stream()
                .anyMatch(top -> ENTRY.matcher(top).matches());
        return metadata && any ? Optional.of(new GradescopeLayout(entries)) : Optional.empty();
    }

    @Override
    public Layout layout() {
        return Layout.GRADESCOPE;
    }

    @Override
    public Sorted sorted(Facts facts) throws IOException {
        Map<String, GradescopeMetadata.GradescopeEntry> said =
                GradescopeMetadata.read(entries.items(GradescopeMetadata.FILE).get(0));
        List<Claim> claims = new ArrayList<>();
        List<String> strays = new ArrayList<>();
        for (String top : entries.tops().keySet()) {
            if (top.equals(GradescopeMetadata.FILE)) {
                continue;
            }
            if (!ENTRY.matcher(top).matches()) {
                strays.add(top + ": not as Gradescope names submissions");
                continue;
            }
            Optional<GradescopeMetadata.GradescopeEntry> one = Optional.ofNullable(said.get(top));
            claims.add(new Claim(
                    one.map(GradescopeLayout::whose)
                            .orElse(new Whose(
                                    "", "", List.of(), "", GradescopeMetadata.FILE + " does not say whose it is")),
                    top,
                    0,
                    one.flatMap(GradescopeMetadata.GradescopeEntry::at).orElse(null),
                    false,
                    entries.items(top),
                    entries.place(top).orElse(null),
                    List.of()));
        }
        said.keySet().stream()
                .filter(top -> !entries.tops().containsKey(top))
                .forEach(top -> strays.add(top + ": " + GradescopeMetadata.FILE + " has it, and there are no files"));
        return new Sorted(claims, strays);
    }

    private static Whose whose(GradescopeMetadata.GradescopeEntry said) {
        List<String> ids = said.members().stream().map(Member::id).toList();
        List<String> names = said.members().stream()
                .map(Member::name)
                .filter(name -> !name.isEmpty())
                .toList();
        return new Whose(String.join("+", ids), String.join(", ", names), said.members(), "metadata", "");
    }
}
