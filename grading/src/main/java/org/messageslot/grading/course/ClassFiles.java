// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.messageslot.grading.course.Item.ItemKind;
import org.messageslot.grading.submission.Shown;

/**
 * The files of a class: of a folder, without following links, or of the archive that a course system makes (a ZIP, or a tar
 * file, compressed or not).
 *
 * <p>What a class was reported in by this kit is no part of it, and what tools leave behind is not either.
 */
final class ClassFiles implements Closeable {

    /** More than any class has. */
    private static final int MOST = 200_000;

    private static final int DEPTH = 24;
    private static final String GIT = ".git";
    private static final String STUDENTS = "students/";
    private static final Set<String> REPORTS = Set.of("class.json", "grades.csv", "plan.csv", "shard.json");
    private static final Set<String> LITTER = Set.of("__macosx", ".git", ".ds_store", "thumbs.db", "desktop.ini");

    private final List<Item> items;
    private final Set<String> repositories;
    private final Closeable archive;

    private ClassFiles(List<Item> items, Set<String> repositories, Closeable archive) {
        this.items = withoutReports(items);
        this.repositories = Set.copyOf(repositories);
        this.archive = archive;
    }

    /** {@return the files that can be seen in a folder or an archive; none if it is another file} */
    static ClassFiles of(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            Set<String> repositories = new TreeSet<>();
            List<Item> items = folder(path, repositories);
            return new ClassFiles(items, repositories, () -> {});
        }
        return isZip(path) ? zip(path) : tar(path);
    }

    List<Item> items() {
        return items;
    }

    /** {@return the folders that are clones of git repositories, as paths in the class} */
    Set<String> repositories() {
        return repositories;
    }

    private static ClassFiles none() {
        return new ClassFiles(List.of(), Set.of(), () -> {});
    }

    /** A folder with students/ beside the class' tables is what lab grade wrote, be it in the class itself. */
    private static List<Item> withoutReports(List<Item> items) {
        Set<String> tables = new HashSet<>();
        Set<String> reports = new HashSet<>();
        for (Item item : items) {
            if (REPORTS.contains(item.name())) {
                tables.add(item.folder());
            }
        }
        for (Item item : items) {
            int students = ("/" + item.path()).indexOf("/" + STUDENTS);
            if (students >= 0 && tables.contains(item.path().substring(0, students))) {
                reports.add(item.path().substring(0, students));
            }
        }
        return items.stream()
                .filter(item -> reports.stream()
                        .noneMatch(folder -> !folder.isEmpty() && item.path().startsWith(folder)))
                .toList();
    }

    private static boolean isZip(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(2);
            return Arrays.equals(start, new byte[] {'P', 'K'});
        }
    }

    private static ClassFiles tar(Path path) throws IOException {
        Optional<TarClass> tar = TarClass.open(path);
        if (tar.isEmpty()) {
            return none();
        }
        List<Item> items = tar.get().items().stream()
                .filter(item -> Arrays.stream(item.path().split("/", -1)).noneMatch(ClassFiles::isLitter))
                .toList();
        bound(items.size());
        return new ClassFiles(items, Set.of(), tar.get());
    }

    private static List<Item> folder(Path folder, Set<String> repositories) throws IOException {
        List<Item> items = new ArrayList<>();
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                boolean litter =
                        !path.equals(folder) && isLitter(path.getFileName().toString());
                if (litter && path.endsWith(GIT)) {
                    repositories.add(
                            folder.relativize(path.getParent()).toString().replace('\\', '/'));
                }
                return litter ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                String name = folder.relativize(path).toString().replace('\\', '/');
                Optional<ItemKind> kind = kind(attributes);
                if (kind.isPresent() && !isLitter(path.getFileName().toString())) {
                    items.add(new Item(
                            name,
                            kind.get(),
                            Optional.of(path),
                            attributes.isSymbolicLink()
                                    ? () -> text(Files.readSymbolicLink(path).toString())
                                    : () -> Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)));
                }
                bound(items.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                throw new ClassException("the folder " + Shown.name(path.toString())
                        + " cannot be read; its rights must let the grader in.");
            }
        });
        items.sort((a, b) -> a.path().compareTo(b.path()));
        return items;
    }

    private static Optional<ItemKind> kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return Optional.of(ItemKind.LINK);
        }
        return attributes.isRegularFile() ? Optional.of(ItemKind.FILE) : Optional.empty();
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ClassFiles zip(Path path) throws IOException {
        ZipFile zip;
        try {
            zip = ZipFile.builder().setPath(path).setUseUnicodeExtraFields(true).get();
        } catch (IOException | RuntimeException e) {
            // Damaged as a whole: it may still be one student's archive, and Submission says what is wrong with it.
            return none();
        }
        try {
            List<Item> items = new ArrayList<>();
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String name = entry.getName().replace('\\', '/').replaceAll("^(\\./)+", "");
                if (!entry.isDirectory() && Arrays.stream(name.split("/", -1)).noneMatch(ClassFiles::isLitter)) {
                    items.add(new Item(
                            name,
                            entry.isUnixSymlink() ? ItemKind.LINK : ItemKind.FILE,
                            Optional.empty(),
                            () -> content(zip, entry)));
                }
                bound(items.size());
            }
            return new ClassFiles(items, Set.of(), zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static InputStream content(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        if (!zip.canReadEntryData(entry)) {
            throw new IOException("packed in a way that is not known here");
        }
        return zip.getInputStream(entry);
    }

    private static boolean isLitter(String name) {
        return name.startsWith("._") || LITTER.contains(name.toLowerCase(Locale.ROOT));
    }

    private static void bound(int files) throws ClassException {
        if (files > MOST) {
            throw new ClassException("more than " + MOST + " files are more than a class hands in;"
                    + " name the folder or the archive that holds the submissions and nothing else.");
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
