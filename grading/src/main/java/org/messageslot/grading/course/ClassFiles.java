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
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.messageslot.grading.submission.Shown;

/** The files of a class: of a folder, without following links, or of the ZIP that a course system makes. */
final class ClassFiles implements Closeable {

    /** More than any class has. */
    private static final int MOST = 200_000;

    private static final int DEPTH = 24;
    private static final Set<String> LITTER = Set.of("__macosx", ".git", ".ds_store", "thumbs.db", "desktop.ini");

    private final List<Item> items;
    private final Closeable archive;

    private ClassFiles(List<Item> items, Closeable archive) {
        this.items = List.copyOf(items);
        this.archive = archive;
    }

    /** {@return the files that can be seen in a folder or a ZIP; none if it is another file} */
    static ClassFiles of(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return new ClassFiles(folder(path), () -> {});
        }
        return isZip(path) ? zip(path) : new ClassFiles(List.of(), () -> {});
    }

    List<Item> items() {
        return items;
    }

    private static boolean isZip(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(2);
            return Arrays.equals(start, new byte[] {'P', 'K'});
        }
    }

    private static List<Item> folder(Path folder) throws IOException {
        List<Item> items = new ArrayList<>();
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                boolean litter =
                        !path.equals(folder) && isLitter(path.getFileName().toString());
                return litter ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                String name = folder.relativize(path).toString().replace('\\', '/');
                Optional<Item.Kind> kind = kind(attributes);
                if (kind.isPresent() && !isLitter(path.getFileName().toString())) {
                    items.add(new Item(
                            name,
                            kind.get(),
                            Optional.of(attributes.lastModifiedTime().toInstant()),
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

    private static Optional<Item.Kind> kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return Optional.of(Item.Kind.LINK);
        }
        return attributes.isRegularFile() ? Optional.of(Item.Kind.FILE) : Optional.empty();
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
            return new ClassFiles(List.of(), () -> {});
        }
        try {
            List<Item> items = new ArrayList<>();
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String name = entry.getName().replace('\\', '/').replaceAll("^(\\./)+", "");
                if (!entry.isDirectory() && Arrays.stream(name.split("/", -1)).noneMatch(ClassFiles::isLitter)) {
                    items.add(new Item(
                            name,
                            entry.isUnixSymlink() ? Item.Kind.LINK : Item.Kind.FILE,
                            Optional.ofNullable(entry.getLastModifiedTime()).map(FileTime::toInstant),
                            Optional.empty(),
                            () -> content(zip, entry)));
                }
                bound(items.size());
            }
            return new ClassFiles(items, zip);
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
