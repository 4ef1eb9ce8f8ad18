// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.Claim.Whose;
import org.messageslot.grading.course.time.GitTime;
import org.messageslot.grading.course.time.TimesFile;

/**
 * What {@code gh classroom clone student-repos} makes: {@code ex3-submissions/ex3-dana/}, each a clone of a student's
 * repository.
 */
record ClassroomLayout(Entries entries, String assignment) implements CourseLayout {

    private static final String FOLDER = "-submissions";

    static Optional<ClassroomLayout> recognise(Entries entries) {
        List<String> clones = entries.tops().keySet().stream()
                .filter(entries.repositories()::contains)
                .toList();
        String parent = entries.parent();
        boolean named = parent.endsWith(FOLDER);
        String slug = named ? parent.substring(0, parent.length() - FOLDER.length()) + "-" : common(clones);
        boolean all = !clones.isEmpty() && !slug.isEmpty() && clones.stream().allMatch(clone -> clone.startsWith(slug));
        return all && (named || clones.size() > 1) ? Optional.of(new ClassroomLayout(entries, slug)) : Optional.empty();
    }

    /** {@return what all names begin with, up to a hyphen} */
    private static String common(List<String> names) {
        String common = names.isEmpty() ? "" : names.get(0);
        for (String name : names) {
            int length = 0;
            while (length < Math.min(common.length(), name.length()) && common.charAt(length) == name.charAt(length)) {
                length++;
            }
            common = common.substring(0, length);
        }
        return common.substring(0, common.lastIndexOf('-') + 1);
    }

    @Override
    public Layout layout() {
        return Layout.CLASSROOM;
    }

    @Override
    public Sorted sorted(Facts facts) {
        List<Claim> claims = new ArrayList<>();
        List<String> strays = new ArrayList<>();
        for (String top : entries.tops().keySet()) {
            if (!entries.repositories().contains(top)) {
                strays.add(top + ": no clone of a repository");
                continue;
            }
            Optional<Path> place = entries.place(top);
            claims.add(new Claim(
                    whose(top, facts.times()),
                    top,
                    0,
                    place.flatMap(GitTime::of).orElse(null),
                    false,
                    entries.items(top),
                    place.orElse(null),
                    List.of()));
        }
        return new Sorted(claims, strays);
    }

    /** GitHub's table knows the members of a group; a folder's name is that of a user or of a group. */
    private Whose whose(String clone, @Nullable TimesFile table) {
        String name = clone.substring(assignment.length());
        List<Member> owners = table == null ? List.of() : table.owners(clone);
        return owners.isEmpty()
                ? Whose.one(name, "", "folder name")
                : new Whose(name, "", owners, "classroom_grades.csv", "");
    }
}
