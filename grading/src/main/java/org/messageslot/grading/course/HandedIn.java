// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.course.Item.ItemKind;
import org.messageslot.grading.submission.Artifacts;
import org.messageslot.grading.submission.Role;
import org.messageslot.grading.submission.Shown;
import org.messageslot.grading.submission.Submission;
import org.messageslot.grading.submission.SubmissionException;
import org.messageslot.grading.submission.SubmittedFile;

/** One thing of a student's that may count: an archive, or the loose files together. Not thread-safe. */
final class HandedIn {

    private final String where;
    private final String base;
    private final long attempt;
    private final List<Item> items;
    private final @Nullable Path disk;
    private final Artifacts artifacts;
    private @Nullable RecognisedFiles content;

    /**
     * What is in it.
     *
     * @param sources the hash of the sources; equal for equal ones
     * @param roles what the files are for
     * @param home the folder of the module, or of the first file that matters
     * @param rivals folders with different files for one role
     */
    record RecognisedFiles(String sources, Set<Role> roles, String home, List<String> rivals) {

        /** Keep copies of set and list. */
        RecognisedFiles {
            roles = Set.copyOf(roles);
            rivals = List.copyOf(rivals);
        }
    }

    private HandedIn(
            String where, String base, long attempt, List<Item> items, @Nullable Path disk, Artifacts artifacts) {
        this.artifacts = artifacts;
        this.where = Shown.name(where);
        this.base = base;
        this.attempt = attempt;
        this.items = List.copyOf(items);
        this.disk = disk;
    }

    /** {@return what may count of what the course system has of a student} */
    static List<HandedIn> of(Claim claim, Artifacts artifacts) {
        List<Item> archives = claim.items().stream()
                .filter(item -> item.kind() == ItemKind.FILE && Names.isArchive(item.path()))
                .toList();
        List<Item> loose =
                claim.items().stream().filter(item -> !archives.contains(item)).toList();
        if (archives.isEmpty()) {
            return List.of(new HandedIn(claim.where(), "", claim.attempt(), loose, claim.disk(), artifacts));
        }
        boolean sources = loose.stream().anyMatch(HandedIn::isSource);
        boolean several = archives.size() > 1 || sources;
        List<HandedIn> candidates = new ArrayList<>();
        if (sources) {
            candidates.add(new HandedIn(claim.where() + "/ (loose files)", " loose", 0, loose, null, artifacts));
        }
        for (Item archive : archives) {
            Names.Plain name = Names.plain(archive.name());
            candidates.add(new HandedIn(
                    several ? claim.where() + "/" + archive.path() : claim.where(),
                    several ? name.student() : "",
                    several ? name.attempt() : claim.attempt(),
                    List.of(archive),
                    archive.disk().orElse(null),
                    artifacts));
        }
        return candidates;
    }

    private static boolean isSource(Item item) {
        String name = item.name().toLowerCase(Locale.ROOT);
        return name.endsWith(".c") || name.endsWith(".h") || name.endsWith(".java");
    }

    String where() {
        return where;
    }

    /** {@return what earlier and later ones have in common; only those are compared by their number} */
    String base() {
        return base;
    }

    long attempt() {
        return attempt;
    }

    private Optional<Item> archive() {
        return items.size() == 1
                        && Names.isArchive(items.get(0).path())
                        && items.get(0).kind() == ItemKind.FILE
                ? Optional.of(items.get(0))
                : Optional.empty();
    }

    /** {@return the folder or archive on the disk that is all of it, if there is one} */
    Optional<Path> disk() {
        return Optional.ofNullable(disk);
    }

    /** {@return what it is called as a file} */
    String fileName() {
        return archive().map(item -> SafeName.of(item.name())).orElse("files.zip");
    }

    /** {@return an archive of it} */
    byte[] bytes() throws IOException {
        Optional<Item> archive = archive();
        if (archive.isEmpty()) {
            return Packing.loose(items);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Packing.archive(archive.get(), bytes);
        return bytes.toByteArray();
    }

    private Submission opened() throws IOException {
        return disk == null ? Submission.open(bytes(), where, artifacts) : Submission.open(disk, artifacts);
    }

    /** {@return what is in it; nothing if it cannot be opened, which its student will be told} */
    RecognisedFiles content() throws IOException {
        if (content == null) {
            content = read();
        }
        return content;
    }

    private RecognisedFiles read() throws IOException {
        try {
            Submission submission = opened();
            String home = submission.files().values().stream()
                    .findFirst()
                    .map(SubmittedFile::folder)
                    .orElse("");
            return new RecognisedFiles(submission.sha256(), submission.files().keySet(), home, submission.rivals());
        } catch (SubmissionException e) {
            return new RecognisedFiles("unreadable " + where, Set.of(), "", List.of());
        }
    }

    /** {@return a hash of each file that is for something; asked only where there is something to compare it with} */
    Map<Role, String> hashes() throws IOException {
        if (content().roles().isEmpty()) {
            return Map.of(); // It may be what cannot be opened.
        }
        Map<Role, String> hashes = new TreeMap<>();
        opened().files().forEach((role, file) -> hashes.put(role, DigestUtils.sha256Hex(file.content())));
        return hashes;
    }

    /**
     * Leaves out of it what lies in other folders that hold different files for the same role.
     *
     * @param folder the one that counts, one of the rivals
     * @return an archive of the rest
     */
    byte[] only(String folder) throws IOException {
        List<String> rivals = content().rivals();
        return Packing.files(opened().all().stream()
                .filter(file -> rivals.stream()
                        .filter(rival -> isIn(file.folder(), rival))
                        .max((a, b) -> a.length() - b.length())
                        .map(folder::equals)
                        .orElse(true))
                .toList());
    }

    private static boolean isIn(String folder, String outer) {
        return outer.isEmpty() || folder.equals(outer) || folder.startsWith(outer + "/");
    }
}
