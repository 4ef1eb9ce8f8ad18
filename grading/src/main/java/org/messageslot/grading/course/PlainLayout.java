// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.messageslot.grading.course.Claim.Whose;
import org.messageslot.grading.submission.Artifacts;

/** A folder or an archive of archives or folders, one a student: {@code ex3_123456789.zip}. */
record PlainLayout(Entries entries) implements CourseLayout {

    private static final int TWO = 2;
    private static final int THREE = 3;

    /** One student's folder may hold other folders and an archive; it is told by what lies at its top, and by names. */
    static Optional<PlainLayout> recognise(Entries entries, Artifacts artifacts) {
        boolean sources = entries.tops().keySet().stream().anyMatch(PlainLayout::isSource);
        long archives =
                entries.tops().keySet().stream().filter(Names::isArchive).count();
        List<String> folders = entries.tops().entrySet().stream()
                .filter(top -> entries.isFolder(top.getKey())
                        && top.getValue().stream().anyMatch(item -> holdsSubmission(item.name(), artifacts)))
                .map(Map.Entry::getKey)
                .toList();
        long named = folders.stream().filter(Names::saysWhose).count();
        boolean whole = !sources && (archives + named >= TWO || folders.size() >= THREE);
        return whole ? Optional.of(new PlainLayout(entries)) : Optional.empty();
    }

    private static boolean isSource(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".c") || lower.endsWith(".h") || lower.equals("makefile");
    }

    private static boolean holdsSubmission(String name, Artifacts artifacts) {
        return name.equalsIgnoreCase(artifacts.module().fileName()) || Names.isArchive(name);
    }

    @Override
    public Layout layout() {
        return Layout.PLAIN;
    }

    @Override
    public Sorted sorted(Facts facts) {
        List<Claim> claims = new ArrayList<>();
        List<String> strays = new ArrayList<>();
        for (String top : entries.tops().keySet()) {
            if (entries.isFolder(top) || Names.isArchive(top)) {
                claims.add(claim(top, entries.items(top), entries));
            } else {
                strays.add(top + ": neither a folder nor an archive");
            }
        }
        return new Sorted(claims, strays);
    }

    private static Claim claim(String top, List<Item> items, Entries entries) {
        return named(top, items, entries.place(top).orElse(null));
    }

    /** {@return what a name tells of the only submission that it is of} */
    static Claim named(String top, List<Item> items, java.nio.file.@org.jspecify.annotations.Nullable Path disk) {
        Names.Plain name = Names.plain(top);
        Whose whose = new Whose(name.student(), "", Member.apart(name.student()), "name of the archive", "");
        return new Claim(whose, top, name.attempt(), null, false, items, disk, List.of());
    }
}
