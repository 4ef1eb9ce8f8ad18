// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.course;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.messageslot.grading.course.Item.ItemKind;
import org.messageslot.grading.submission.SubmittedFile;

/** Takes files out of a class, into archives that can be opened as submissions. What is too long is cut, and refused later. */
final class Packing {

    /** What is copied of one file or archive: a byte more than a submission may be, so that it is refused as what it is. */
    private static final long LONGEST = (32L << 20) + 1;

    private static final long LONGEST_LOOSE = (1L << 20) + 1;
    private static final int ENTRIES = 10_001;
    private static final int LINK_MODE = 0120777;

    private Packing() {}

    /** Copies an archive as it is; of one that is damaged, what can be had, so that its student is told. */
    static void archive(Item archive, OutputStream out) throws IOException {
        copy(archive, out, LONGEST);
    }

    /** {@return an archive of loose files, under the names that they have; opening a submission knows how to tame them} */
    static byte[] loose(List<Item> items) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            long left = LONGEST;
            for (Item item : items.subList(0, Math.min(items.size(), ENTRIES))) {
                ZipArchiveEntry entry = entry(item.path());
                if (item.kind() == ItemKind.LINK) {
                    entry.setUnixMode(LINK_MODE);
                }
                zip.putArchiveEntry(entry);
                long most = Names.isArchive(item.path()) ? left : Math.min(left, LONGEST_LOOSE);
                left -= copy(item, zip, most);
                zip.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** {@return an archive of files of a submission that was opened} */
    static byte[] files(List<SubmittedFile> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (SubmittedFile file : files) {
                zip.putArchiveEntry(entry(file.path()));
                new ByteArrayInputStream(file.content()).transferTo(zip);
                zip.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static ZipArchiveEntry entry(String name) {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTime(0);
        return entry;
    }

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
        } catch (DamagedClass e) {
            return copied;
        }
        return copied;
    }

    private static InputStream opened(Item item) throws DamagedClass {
        try {
            return item.content().open();
        } catch (IOException | RuntimeException e) {
            throw new DamagedClass(e);
        }
    }

    private static int read(InputStream in, byte[] buffer, int most) throws DamagedClass {
        try {
            return in.read(buffer, 0, most);
        } catch (IOException | RuntimeException e) {
            throw new DamagedClass(e);
        }
    }

    /** Tells damage in the class apart from a disk that is full. */
    private static final class DamagedClass extends IOException {
        private static final long serialVersionUID = 1;

        DamagedClass(Exception cause) {
            super(cause);
        }
    }
}
