// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.messageslot.grading.course.Item.ItemKind;
import org.messageslot.grading.submission.PrivateFolder;

/** A class in a tar file. A compressed one is unpacked to a file of its own first, so that each entry can be found. */
final class TarClass implements Closeable {

    /** More than any class has, and less than a disk. */
    private static final long LONGEST = 8L << 30;

    private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r'};
    private static final int MAGIC_AT = 257;

    private final TarFile tar;
    private final PrivateFolder place;
    private final List<Item> items;

    private TarClass(TarFile tar, PrivateFolder place) {
        this.tar = tar;
        this.place = place;
        List<Item> found = new ArrayList<>();
        for (TarArchiveEntry entry : tar.getEntries()) {
            String name = entry.getName().replace('\\', '/').replaceAll("^(\\./)+", "");
            if (entry.isSymbolicLink() || entry.isLink()) {
                String target = entry.getLinkName();
                found.add(new Item(
                        name,
                        ItemKind.LINK,
                        Optional.empty(),
                        () -> new java.io.ByteArrayInputStream(target.getBytes(StandardCharsets.UTF_8))));
            } else if (entry.isFile() && !entry.isDirectory()) {
                found.add(new Item(name, ItemKind.FILE, Optional.empty(), () -> tar.getInputStream(entry)));
            }
        }
        this.items = List.copyOf(found);
    }

    /** {@return the class; empty if the file is no tar file, or a damaged one, which is its student's affair} */
    static Optional<TarClass> open(Path path) throws IOException {
        PrivateFolder place = PrivateFolder.make();
        try {
            Path plain = isTar(path) ? path : unpacked(path, place.path().resolve("class.tar"));
            if (isTar(plain)) {
                return Optional.of(new TarClass(new TarFile(plain, "UTF-8"), place));
            }
        } catch (ClassException e) {
            place.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            place.close();
            return Optional.empty();
        }
        place.close();
        return Optional.empty();
    }

    private static boolean isTar(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(MAGIC_AT + MAGIC.length);
            return start.length == MAGIC_AT + MAGIC.length
                    && java.util.Arrays.equals(start, MAGIC_AT, start.length, MAGIC, 0, MAGIC.length);
        }
    }

    private static Path unpacked(Path path, Path to) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path));
                InputStream in = new CompressorStreamFactory(true, 64 << 10).createCompressorInputStream(file);
                OutputStream out = Files.newOutputStream(to)) {
            byte[] buffer = new byte[1 << 16];
            long left = LONGEST;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                left -= read;
                if (left < 0) {
                    throw new ClassException(path + " unpacks to more than " + (LONGEST >> 30)
                            + " GB, which no class hands in; name the archive that holds the submissions.");
                }
                out.write(buffer, 0, read);
            }
        } catch (CompressorException e) {
            throw new IOException(e);
        }
        return to;
    }

    List<Item> items() {
        return items;
    }

    @Override
    public void close() throws IOException {
        try {
            tar.close();
        } finally {
            place.close();
        }
    }
}
