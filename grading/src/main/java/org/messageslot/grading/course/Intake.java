// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.messageslot.grading.submission.Shown;

/**
 * Finds what everybody handed in, in what course systems let instructors download.
 *
 * <p>Names that strangers chose decide whose a submission is, and nothing else: what has to be written goes to names of ours.
 */
public final class Intake {

    /** What is copied of one file or archive: a byte more than a submission may be, so that it is refused as what it is. */
    private static final long LONGEST = (32L << 20) + 1;

    private static final long LONGEST_LOOSE = (1L << 20) + 1;
    private static final int ENTRIES = 10_001;
    private static final int LINK_MODE = 0120777;
    private static final int MOST_STRAYS = 100;

    private Intake() {}

    /**
     * Ask whether a path holds a class, or one submission.
     *
     * @param path a folder or a file
     * @return how it is laid out as a class; empty if it is one submission, as far as can be seen
     * @throws IOException if it cannot be read
     */
    public static Optional<Layout> layout(Path path) throws IOException {
        try (ClassFiles files = ClassFiles.of(path)) {
            return Sorting.of(files.items(), folder(path), false).map(Sorting::layout);
        }
    }

    private static @Nullable Path folder(Path path) {
        return Files.isDirectory(path) ? path : null;
    }

    /**
     * Find the submissions.
     *
     * @param paths classes and single submissions, folders or archives
     * @param spool a folder of ours for what lies in archives; made if it is needed
     * @param forced whether the only path is to be taken for a class, whatever it looks like
     * @return who handed in what; of several by one student the last counts
     * @throws IOException if something cannot be read or written; the message of a {@link ClassException} says what to do
     */
    public static Roll roll(List<Path> paths, Path spool, boolean forced) throws IOException {
        List<Handing> counted = new ArrayList<>();
        List<Roll.Replaced> replaced = new ArrayList<>();
        List<String> strays = new ArrayList<>();
        List<ClassFiles> open = new ArrayList<>();
        try {
            Layout layout = null;
            Map<String, List<Handed>> byStudent = new LinkedHashMap<>();
            for (Path path : paths) {
                ClassFiles files = ClassFiles.of(path);
                open.add(files);
                Sorting.Sorted sorted = sorted(path, files, forced && paths.size() == 1);
                layout = layout == null ? sorted.layout() : layout;
                strays.addAll(sorted.strays());
                sorted.handed()
                        .forEach(one -> byStudent
                                .computeIfAbsent(one.student(), student -> new ArrayList<>())
                                .add(one));
            }
            for (List<Handed> attempts : byStudent.values()) {
                List<Handed> ordered = attempts.stream().sorted(Handed.BY_TIME).toList();
                int last = ordered.size() - 1;
                counted.add(placed(ordered.get(last), spool));
                ordered.subList(0, last).forEach(one -> replaced.add(replaced(one)));
            }
            counted.sort(Comparator.comparing(Handing::student).thenComparing(Handing::key));
            return new Roll(layout == null ? Layout.PLAIN : layout, counted, replaced, shown(strays));
        } finally {
            for (ClassFiles files : open) {
                files.close();
            }
        }
    }

    private static List<String> shown(List<String> strays) {
        List<String> shown = new ArrayList<>(
                strays.stream().limit(MOST_STRAYS).map(Shown::name).toList());
        if (strays.size() > MOST_STRAYS) {
            shown.add("and " + (strays.size() - MOST_STRAYS) + " more");
        }
        return shown;
    }

    private static Sorting.Sorted sorted(Path path, ClassFiles files, boolean forced) throws IOException {
        Optional<Sorting> sorting = Sorting.of(files.items(), folder(path), forced);
        if (sorting.isPresent()) {
            return sorting.get().sorted();
        }
        String file = String.valueOf(path.toAbsolutePath().normalize().getFileName());
        Names.Plain name = Names.plain(file);
        Item whole = new Item(
                file,
                Item.Kind.FILE,
                Optional.of(Files.getLastModifiedTime(path).toInstant()),
                Optional.of(path),
                () -> Files.newInputStream(path));
        return new Sorting.Sorted(
                Layout.PLAIN,
                List.of(new Handed(name.student(), "", file, name.attempt(), null, false, List.of(whole), path)),
                List.of());
    }

    private static Handing handing(Handed handed, Path path) {
        return new Handing(
                Shown.name(handed.student()),
                Shown.name(handed.name()),
                Shown.name(handed.where()),
                handed.at(),
                handed.markedLate(),
                SafeName.of(handed.student()),
                path);
    }

    private static Roll.Replaced replaced(Handed handed) {
        return new Roll.Replaced(Shown.name(handed.student()), Shown.name(handed.where()), handed.at());
    }

    private static Handing placed(Handed handed, Path spool) throws IOException {
        Optional<Item> archive = handed.archive();
        if (archive.isPresent() && archive.get().disk().isPresent()) {
            return handing(handed, archive.get().disk().get());
        }
        if (handed.disk() != null) {
            return handing(handed, handed.disk());
        }
        Path folder = spool.resolve(SafeName.of(handed.student()));
        Files.createDirectories(folder);
        Path place = folder.resolve(
                archive.map(item -> SafeName.of(item.name())).orElse(SafeName.of(handed.student()) + ".zip"));
        Path beside = place.resolveSibling(".part");
        if (archive.isPresent()) {
            try (OutputStream out = Files.newOutputStream(beside)) {
                copy(archive.get(), out, LONGEST);
            }
        } else {
            pack(handed.items(), beside);
        }
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return handing(handed, place);
    }

    /** Puts loose files into an archive, under the names that they have; opening a submission knows how to tame them. */
    private static void pack(List<Item> items, Path place) throws IOException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(place.toFile())) {
            long left = LONGEST;
            for (Item item : items.subList(0, Math.min(items.size(), ENTRIES))) {
                ZipArchiveEntry entry = new ZipArchiveEntry(item.path());
                entry.setTime(0);
                if (item.kind() == Item.Kind.LINK) {
                    entry.setUnixMode(LINK_MODE);
                }
                zip.putArchiveEntry(entry);
                long most = Names.isArchive(item.path()) ? left : Math.min(left, LONGEST_LOOSE);
                left -= copy(item, zip, most);
                zip.closeArchiveEntry();
            }
        }
    }

    /** Copies at most so many bytes; of an entry that is damaged, what can be had, so that its student is told. */
    private static long copy(Item item, OutputStream out, long most) throws IOException {
        long copied = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = opened(item)) {
            while (copied < most) {
                int read = read(in, buffer, (int) Math.min(buffer.length, most - copied));
                if (read < 0) {
                    break;
                }
                out.write(buffer, 0, read);
                copied += read;
            }
        } catch (Unreadable e) {
            return copied;
        }
        return copied;
    }

    private static InputStream opened(Item item) throws Unreadable {
        try {
            return item.content().open();
        } catch (IOException | RuntimeException e) {
            throw new Unreadable(e);
        }
    }

    private static int read(InputStream in, byte[] buffer, int most) throws Unreadable {
        try {
            return in.read(buffer, 0, most);
        } catch (IOException | RuntimeException e) {
            throw new Unreadable(e);
        }
    }

    /** Tells damage in the class apart from a disk that is full. */
    private static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(Exception cause) {
            super(cause);
        }
    }
}
