// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.submission;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.tukaani.xz.XZInputStream;

/** Reads the containers that submissions come in, entry by entry. What an entry is called decides nothing but its place. */
final class Containers {

    private static final int XZ_MEMORY_KB = 64 << 10;
    private static final byte[] TAR_MAGIC = {'u', 's', 't', 'a', 'r'};
    private static final int TAR_MAGIC_AT = 257;
    private static final int TAR_RECORD = 512;

    private Containers() {}

    /** Reads a folder; follows no link, opens nothing but regular files. */
    static void folder(Path folder, Unpacking into) throws IOException {
        Set<FileVisitOption> noLinks = EnumSet.noneOf(FileVisitOption.class);
        Files.walkFileTree(folder, noLinks, SubmissionLimits.DEPTH + 2, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                boolean litter = !path.equals(folder)
                        && new EntryName(nameIn(folder, path) + "/x.c").litter().isPresent();
                if (litter) {
                    into.ignore(new EntryName(nameIn(folder, path)), "litter of a tool");
                }
                return litter ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                into.count();
                EntryName name = new EntryName(nameIn(folder, path));
                if (attributes.isRegularFile()) {
                    whole(name, () -> Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS), into);
                } else if (attributes.isSymbolicLink()) {
                    into.ignore(name, "a link");
                } else {
                    into.ignore(name, attributes.isDirectory() ? "it lies too deep" : "no regular file");
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String nameIn(Path folder, Path path) {
        return folder.relativize(path).toString();
    }

    /** Reads an archive; what it is, its first bytes tell. */
    static void archive(byte[] bytes, String shownName, Unpacking into) throws IOException {
        try {
            if (startsWith(bytes, 'P', 'K')) {
                zip(bytes, into);
            } else if (startsWith(bytes, 0x1f, 0x8b)) {
                tar(
                        GzipCompressorInputStream.builder()
                                .setInputStream(new ByteArrayInputStream(bytes))
                                .setDecompressConcatenated(true)
                                .get(),
                        into);
            } else if (startsWith(bytes, 'B', 'Z', 'h')) {
                tar(new BZip2CompressorInputStream(new ByteArrayInputStream(bytes), true), into);
            } else if (startsWith(bytes, 0xfd, '7', 'z', 'X', 'Z', 0)) {
                tar(new XZInputStream(new ByteArrayInputStream(bytes), XZ_MEMORY_KB), into);
            } else if (isTar(bytes)) {
                tar(new ByteArrayInputStream(bytes), into);
            } else {
                throw new SubmissionException(shownName + " is " + other(bytes) + "; hand in a .zip or a .tar.gz.");
            }
        } catch (SubmissionException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Libraries meet damaged data with exceptions of many kinds; all the data is in memory, so it is the data's
            // fault.
            throw new SubmissionException(shownName + " is damaged; pack it again.", e);
        }
    }

    private static String other(byte[] bytes) {
        if (bytes.length == 0) {
            return "empty";
        }
        if (startsWith(bytes, 'R', 'a', 'r', '!')) {
            return "a RAR archive";
        }
        return startsWith(bytes, '7', 'z', 0xbc, 0xaf) ? "a 7z archive" : "no archive that is known here";
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        if (bytes.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTar(byte[] bytes) {
        return bytes.length >= TAR_RECORD
                && Arrays.equals(bytes, TAR_MAGIC_AT, TAR_MAGIC_AT + TAR_MAGIC.length, TAR_MAGIC, 0, TAR_MAGIC.length);
    }

    private static void zip(byte[] bytes, Unpacking into) throws IOException {
        // The library makes an object of each entry of the directory before it hands out the first.
        into.demandFewer(count(bytes, 'P', 'K', 1, 2));
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                .setUseUnicodeExtraFields(true)
                .get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                into.count();
                zipEntry(zip, entry, into);
            }
        }
    }

    private static int count(byte[] bytes, int... mark) {
        int found = 0;
        for (int at = 0; at + mark.length <= bytes.length; at++) {
            int matched = 0;
            while (matched < mark.length && bytes[at + matched] == mark[matched]) {
                matched++;
            }
            found += matched == mark.length ? 1 : 0;
        }
        return found;
    }

    private static void zipEntry(ZipFile zip, ZipArchiveEntry entry, Unpacking into) throws IOException {
        EntryName name = new EntryName(entry.getName());
        if (entry.isDirectory()) {
            name.fault().ifPresent(fault -> into.ignore(name, fault));
        } else if (entry.isUnixSymlink()) {
            into.ignore(name, "a link");
        } else if (isSpecial(entry.getUnixMode())) {
            into.ignore(name, "no regular file");
        } else if (entry.getGeneralPurposeBit().usesEncryption()) {
            into.ignore(name, "encrypted");
        } else if (!zip.canReadEntryData(entry)) {
            into.ignore(name, "packed in a way that is not known here");
        } else {
            whole(name, () -> checked(zip, entry), into);
        }
    }

    private static InputStream checked(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        try {
            return new Checked(zip.getInputStream(entry), entry.getCrc());
        } catch (IOException e) {
            throw new Unpacking.DamagedEntryException("damaged", e);
        }
    }

    private static boolean isSpecial(int unixMode) {
        int type = unixMode & 0170000;
        return type != 0 && type != 0100000;
    }

    private static void tar(InputStream stream, Unpacking into) throws IOException {
        InputStream counted = new Counted(new BufferedInputStream(stream), into);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(counted, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                into.count();
                tarEntry(tar, entry, into);
            }
        }
    }

    private static void tarEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Unpacking into) throws IOException {
        EntryName name = new EntryName(entry.getName());
        if (entry.isDirectory()) {
            name.fault().ifPresent(fault -> into.ignore(name, fault));
        } else if (entry.isSymbolicLink() || entry.isLink()) {
            into.ignore(name, "a link");
        } else if (!isRegular(entry) || entry.isSparse()) {
            into.ignore(name, "no regular file");
        } else {
            into.file(name, () -> new Kept(tar));
        }
    }

    /** The library's own {@code isFile} is true of devices. */
    private static boolean isRegular(TarArchiveEntry entry) {
        byte kind = entry.getLinkFlag();
        return kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM || kind == TarConstants.LF_CONTIG;
    }

    /** Takes an entry that can be damaged without harm to the others. */
    private static void whole(EntryName name, Unpacking.EntryContent content, Unpacking into) throws IOException {
        try {
            into.file(name, () -> new Damage(content.open()));
        } catch (Unpacking.DamagedEntryException e) {
            into.remark(name.shown() + " is " + e.reason() + "; the other files were taken.");
        }
    }

    /** Leaves the stream below open. */
    private static final class Kept extends FilterInputStream {
        Kept(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The archive goes on after this entry.
        }
    }

    /** Counts what a compressed stream unpacks to, skipped parts included. */
    private static final class Counted extends FilterInputStream {
        private final Unpacking into;

        Counted(InputStream in, Unpacking into) {
            super(in);
            this.into = into;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            into.unpacked(Math.max(read, 0));
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] sink = new byte[(int) Math.min(count, 8192)];
            return Math.max(read(sink, 0, sink.length), 0);
        }
    }

    /** Tells damage apart from everything else that can go wrong. */
    private static final class Damage extends FilterInputStream {
        Damage(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                throw new Unpacking.DamagedEntryException("damaged", e);
            }
        }
    }

    /** Compares the checksum at the end. */
    private static final class Checked extends FilterInputStream {
        private final CRC32 sum = new CRC32();
        private final long wanted;

        Checked(InputStream in, long wanted) {
            super(in);
            this.wanted = wanted;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                sum.update(bytes, offset, read);
            } else if (read < 0 && sum.getValue() != wanted) {
                throw new IOException("wrong checksum");
            }
            return read;
        }
    }
}
