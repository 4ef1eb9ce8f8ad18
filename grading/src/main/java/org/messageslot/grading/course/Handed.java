// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one name in a class tells of a submission, before it is put where it can be opened.
 *
 * @param student whose it is, as strangers wrote it
 * @param name the student's name; empty if unknown
 * @param where what it is called in the class
 * @param attempt tells later from earlier ones of the same student: the course system's number, or that in the name
 * @param saidAt when, if the course system says so elsewhere than in the files
 * @param markedLate whether the course system says that it is late
 * @param items its files; paths are within the submission
 * @param disk where it can be opened as it is, if it can
 */
record Handed(
        String student,
        String name,
        String where,
        long attempt,
        @Nullable Instant saidAt,
        boolean markedLate,
        List<Item> items,
        @Nullable Path disk) {

    /** Later ones come after earlier ones. */
    static final Comparator<Handed> BY_TIME = Comparator.comparingLong(Handed::attempt)
            .thenComparing(handed -> handed.at().orElse(Instant.MIN))
            .thenComparing(Handed::where);

    Handed {
        items = List.copyOf(items);
    }

    /** {@return when it was handed in: as the course system says, else when the last of its files was changed} */
    Optional<Instant> at() {
        return saidAt != null
                ? Optional.of(saidAt)
                : items.stream().flatMap(item -> item.at().stream()).max(Instant::compareTo);
    }

    /** {@return its only file, if there is one and it is an archive} */
    Optional<Item> archive() {
        return items.size() == 1 && Names.isArchive(items.get(0).path()) ? Optional.of(items.get(0)) : Optional.empty();
    }

    /** {@return one for each archive, if there is nothing but archives in it: the student handed in several times} */
    List<Handed> attempts() {
        boolean several = items.size() > 1
                && items.stream().allMatch(item -> Names.isArchive(item.path()) && item.kind() == Item.Kind.FILE);
        if (!several) {
            return List.of(this);
        }
        return items.stream()
                .map(item -> new Handed(
                        student,
                        name,
                        where + "/" + item.path(),
                        Names.plain(item.name()).attempt(),
                        saidAt,
                        markedLate,
                        List.of(item),
                        item.disk().orElse(null)))
                .toList();
    }
}
