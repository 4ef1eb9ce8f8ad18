// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Folders on their way into a guest and out of it, as tar archives. What comes out is not trusted. */
final class FolderTransfer {

    private static final int FOLDER = 040755;
    private static final int PROGRAM = 0100755;
    private static final int FILE = 0100644;

    private static final int PART = 4 << 20;
    /** Four times the largest file that a compiler may write, in bytes. */
    static final long MOST = 256L << 20;

    private FolderTransfer() {}

    /**
     * Packs folders; links in them are left out.
     *
     * @param folders paths from the root that they get, and where they are
     * @return the archive
     */
    static byte[] packed(Map<String, Path> folders) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (Map.Entry<String, Path> folder : folders.entrySet()) {
                pack(tar, folder.getKey().substring(1), folder.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void pack(TarArchiveOutputStream tar, String name, Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files =
                    all.filter(file -> !Files.isSymbolicLink(file)).sorted().toList();
            for (Path file : files) {
                String place = (name + "/" + folder.relativize(file)).replace('\\', '/');
                boolean isFolder = Files.isDirectory(file);
                TarArchiveEntry entry = new TarArchiveEntry(isFolder ? place + "/" : place);
                entry.setMode(isFolder ? FOLDER : Files.isExecutable(file) ? PROGRAM : FILE);
                entry.setModTime(Files.getLastModifiedTime(file));
                byte[] content = isFolder ? new byte[0] : Files.readAllBytes(file);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
    }

    /**
     * Takes the files of a guest's folder; links and devices are left there.
     *
     * @param guest where they are
     * @param folder their folder there
     * @param into where to put them
     * @throws IOException if they are more than a compiler can be expected to make, or lead out of the folder
     */
    static void take(Guest guest, String folder, Path into) throws IOException {
        CompileGuest.shell(guest, "tar -cf /out.tar -C " + folder + " .");
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GuestFileStream(guest, "/out.tar"), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path place = into.resolve(entry.getName()).normalize();
                if (!place.startsWith(into)) {
                    throw new IOException("A guest hands out a file whose name leads out of its folder.");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(place);
                } else if (isPlainFile(entry)) {
                    write(tar, place);
                }
            }
        }
    }

    /** To the library, whatever is no folder is a file. */
    private static boolean isPlainFile(TarArchiveEntry entry) {
        return entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
    }

    /** A link that was made on this machine, by whoever, is not written through. */
    private static void write(InputStream content, Path place) throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(place);
        }
        Files.copy(content, place);
    }

    /** A file of a guest, read as far as it is asked for. */
    private static final class GuestFileStream extends InputStream {

        private final Guest guest;
        private final String file;
        private byte[] part = new byte[0];
        private int at;
        private long taken;
        private boolean last;

        GuestFileStream(Guest guest, String file) {
            this.guest = guest;
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (at == part.length && !last) {
                next();
            }
            if (at == part.length) {
                return -1;
            }
            int count = Math.min(length, part.length - at);
            System.arraycopy(part, at, into, offset, count);
            at += count;
            return count;
        }

        private void next() throws IOException {
            if (taken > 0) {
                CompileGuest.shell(
                        guest,
                        "dd if=" + file + " of=/part bs=" + PART + " count=1 skip=" + taken / PART + " 2>/dev/null");
            }
            part = guest.getFile(taken > 0 ? "/part" : file, PART);
            at = 0;
            taken += part.length;
            last = part.length < PART;
            if (taken > MOST) {
                throw new IOException("What a compiler made in a guest has more than " + (MOST >> 20) + " MB.");
            }
        }
    }
}
